import type { ChangeEvent, ChangeState } from '@opsledger/contracts';
import { DEFAULT_RETROSPECTIVE } from '@opsledger/contracts';
import { AGENT, RECORD_ID, command as anyCommand, type CommandOptions } from '@opsledger/testing';
import { change } from './change';

/** Histories named by the state they lead to, made by the commands that lead there. */

export const NUMBER = 'CHG0000042';
export const person = (id: string) => ({ id, name: id.toUpperCase(), kind: 'person' as const });
const REQUESTER = person('requester');
export const reference = (id: string) => ({ id, name: id.toUpperCase() });
export const groups = (quorum: object, ...ids: string[]) => [{ name: 'CAB', quorum, approvers: ids.map(reference) }];

const lookups = {
  number: NUMBER,
  parent: null,
  risk: null,
  collisions: [],
  blocking: [],
  approvedVersion: null,
  retrospective: DEFAULT_RETROSPECTIVE,
};

/** A command by an agent, unless told; lookups find nothing in the way. */
export const command = (type: string, data: object = {}, options: CommandOptions<object> = {}) =>
  anyCommand(type, data, { roles: ['agent'], ...options, lookups: { ...lookups, ...options.lookups } });

export type Step = readonly [type: string, data?: object, options?: CommandOptions<object>];

/** The facts that these commands record, one after another. */
export function after(...steps: readonly Step[]): ChangeEvent[] {
  const facts: ChangeEvent[] = [];
  for (const step of steps) {
    const state = facts.reduce(change.evolve, change.initial);
    const decided = [change.decisions[step[0]]!(command(...step), state)].flat();
    facts.push(...(decided as ChangeEvent[]));
  }
  return facts;
}

export const TIMES = { plannedStart: '2026-03-05T20:00:00.000Z', plannedEnd: '2026-03-05T22:00:00.000Z' };
export const drafted = (type: 'normal' | 'emergency' = 'normal'): Step => [
  'DraftChange',
  { type, title: 'New database', ...TIMES, requestedBy: reference('requester') },
  { actor: REQUESTER },
];
export const submitted: Step = ['SubmitChange'];
export const asked = (quorum: object = { kind: 'any' }, ...ids: string[]): Step => [
  'RequestChangeApproval',
  { groups: groups(quorum, ...(ids.length > 0 ? ids : ['a'])) },
];
export const answered = (id: string, answer = 'approved'): Step => [
  'AnswerChangeApproval',
  { answer },
  { actor: person(id), roles: ['cab-member'] },
];
const scheduled: Step = ['ScheduleChange'];
export const begun: Step = ['StartChangeImplementation'];
export const finished = (result = 'successful'): Step => [
  'FinishChangeImplementation',
  { result, notes: 'So it went.' },
];

const approved = [drafted(), submitted, asked(), answered('a')];
export const HISTORIES: Readonly<Record<ChangeState, () => ChangeEvent[]>> = {
  draft: () => after(drafted()),
  assess: () => after(drafted(), submitted),
  authorize: () => after(...approved),
  scheduled: () => after(...approved, scheduled),
  implement: () => after(...approved, scheduled, begun),
  review: () => after(...approved, scheduled, begun, finished()),
  closed: () => after(...approved, scheduled, begun, finished(), ['CloseChange']),
  canceled: () => after(drafted(), ['CancelChange', { reason: 'No.' }]),
};

export { AGENT, RECORD_ID };

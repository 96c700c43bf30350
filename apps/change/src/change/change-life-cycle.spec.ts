import { CHANGE_STATES, CHANGE_TRANSITIONS, type ChangeEvent, type ChangeState } from '@opsledger/contracts';
import { given } from '@opsledger/testing';
import { change } from './change';
import {
  HISTORIES,
  TIMES,
  after,
  answered,
  asked,
  begun,
  command,
  drafted,
  finished,
  groups,
  person,
  submitted,
  type Step,
} from './change.histories';
import { MOVES } from './transitions';

/** The whole life cycle, move by move: what is permitted happens, everything else is refused and says what is possible. */

const VERBS = {
  SubmitChange: { data: {}, fact: 'ChangeSubmitted' },
  RequestChangeApproval: { data: { groups: groups({ kind: 'any' }, 'a') }, fact: 'ChangeApprovalRequested' },
  ScheduleChange: { data: {}, fact: 'ChangeScheduled' },
  StartChangeImplementation: { data: {}, fact: 'ChangeImplementationStarted' },
  FinishChangeImplementation: { data: { result: 'successful' }, fact: 'ChangeImplementationFinished' },
  CloseChange: { data: {}, fact: 'ChangeClosed' },
  CancelChange: { data: { reason: 'Not needed.' }, fact: 'ChangeCanceled' },
} as const;
type Verb = keyof typeof VERBS;

const template = {
  reference: { id: 't', name: 'TPL1' },
  version: 1,
  state: 'approved',
  content: { name: 'Restart', implementationPlan: 'Restart it.', backOutPlan: 'Wait.' },
};
const preApproved = { lookups: { template, approvedVersion: 1 } };
const standard = (...steps: readonly Step[]) =>
  after(['DraftStandardChange', { template: 't', ...TIMES }, preApproved], ...steps);

/** Moves that only one type of change makes start from such a change. */
const special: Readonly<Record<string, () => ChangeEvent[]>> = {
  'draft ScheduleChange': () => standard(),
  'assess ScheduleChange': () => standard(submitted),
  'draft StartChangeImplementation': () => after(drafted('emergency')),
  'assess StartChangeImplementation': () => after(drafted('emergency'), submitted),
  'authorize StartChangeImplementation': () => after(drafted('emergency'), submitted, asked()),
};
/** Asked again, or of others; or it is so already. */
const NO_MOVE = [
  'authorize RequestChangeApproval',
  'implement RequestChangeApproval',
  'review RequestChangeApproval',
  'assess SubmitChange',
  'scheduled ScheduleChange',
  'implement StartChangeImplementation',
  'closed CloseChange',
  'canceled CancelChange',
];

const cases = CHANGE_STATES.flatMap((from) => (Object.keys(VERBS) as Verb[]).map((verb) => [from, verb] as const));
const isPermitted = (from: ChangeState, verb: Verb) =>
  (MOVES[VERBS[verb].fact].from as readonly ChangeState[]).includes(from);

test.each(cases.filter(([from, verb]) => isPermitted(from, verb)))('%s: %s', (from, verb) => {
  const { fact, data } = VERBS[verb];
  const history = (special[`${from} ${verb}`] ?? HISTORIES[from])();
  const state = history.reduce(change.evolve, change.initial);
  expect(state.status).toBe(from);
  const decided = [change.decisions[verb]!(command(verb, data, preApproved), state)].flat();
  expect(decided.map(({ type }) => type)).toEqual([fact]);
  expect(decided.reduce(change.evolve, state).status).toBe(MOVES[fact].to);
});

test.each(cases.filter(([from, verb]) => !isPermitted(from, verb) && !NO_MOVE.includes(`${from} ${verb}`)))(
  '%s: %s is refused',
  (from, verb) => {
    const refusal = given(change, ...HISTORIES[from]())
      .when(command(verb, VERBS[verb].data))
      .thenRefused('move-not-permitted');
    expect(refusal.facts.state).toBe(from);
    expect(new Set(refusal.facts.possible as string[])).toEqual(new Set(CHANGE_TRANSITIONS[from]));
    expect(refusal.detail).toContain('CHG0000042');
  },
);

test('the moves are those of the published table, no more and no fewer', () => {
  const moves = Object.values(MOVES).flatMap(({ from, to }) => from.map((state) => `${state} → ${to}`));
  const published = CHANGE_STATES.flatMap((from) => CHANGE_TRANSITIONS[from].map((to) => `${from} → ${to}`));
  expect(moves.sort()).toEqual(published.sort());
});

test('only an emergency is carried out before it is scheduled, only what is pre-approved is scheduled unasked', () => {
  given(change, ...HISTORIES.assess())
    .when(command('StartChangeImplementation'))
    .thenRefused('emergency-only');
  given(change, ...HISTORIES.assess())
    .when(command('ScheduleChange'))
    .thenRefused('not-approved');
});

test('template edit revokes: a change made from a version that is not approved any more needs approval', () => {
  const revised = { lookups: { approvedVersion: null } };
  const other = { lookups: { approvedVersion: 2 } };
  for (const options of [revised, other])
    expect(
      given(change, ...standard())
        .when(command('ScheduleChange', {}, options))
        .thenRefused('not-approved').detail,
    ).toContain('version 1');
  const left = standard(['PlanChange', { implementationPlan: 'Something else.' }]);
  given(change, ...left)
    .when(command('ScheduleChange', {}, preApproved))
    .thenRefused('not-approved');
});

test('an emergency that began unapproved is closed after review and retrospective approval', () => {
  const history = after(drafted('emergency'), begun, ['FinishChangeImplementation', { result: 'successful' }]);
  given(change, ...history)
    .when(command('CloseChange'))
    .thenRefused('review-required');
  const reviewed = [...history, ...afterAll(history, ['ReviewChange', { summary: 'Fine.' }])];
  given(change, ...reviewed)
    .when(command('CloseChange'))
    .thenRefused('retrospective-approval-required');
  const asking = [...reviewed, ...afterAll(reviewed, asked())];
  const answer = afterAll(asking, ['AnswerChangeApproval', { answer: 'approved' }, { actor: person('a') }]);
  expect(answer.at(-1)).toMatchObject({ type: 'ChangeApproved', data: { retrospective: true } });
  const state = [...asking, ...answer].reduce(change.evolve, change.initial);
  expect([change.decisions.CloseChange!(command('CloseChange'), state)].flat()[0]!.type).toBe('ChangeClosed');
});

test('an emergency that was rejected and begun all the same needs an answer of its own', () => {
  const rejected = after(drafted('emergency'), submitted, asked(), answered('a', 'rejected'), begun, finished());
  const history = [...rejected, ...afterAll(rejected, ['ReviewChange', { summary: 'Fine.' }])];
  given(change, ...history)
    .when(command('CloseChange'))
    .thenRefused('retrospective-approval-required');
});

function afterAll(history: ChangeEvent[], step: Step): ChangeEvent[] {
  const state = history.reduce(change.evolve, change.initial);
  return [change.decisions[step[0]]!(command(...step), state)].flat() as ChangeEvent[];
}

import type {
  ChangeEvent,
  Collision,
  CommandOf,
  FinishChangeImplementation,
  ReportRetrospectiveOverdue,
  Retrospective,
  StartChangeImplementation,
} from '@opsledger/contracts';
import { actualTimesWrong, emergencyOnly, resultNeedsNotes, tasksOpen } from '../change.errors';
import { keysOf, type KnownChange } from '../change-state';
import { notOverridden, overrideCollisions } from '../override-collisions';
import { requireMove } from '../transitions';

export interface StartLookups {
  readonly retrospective: Retrospective;
  /** With changes that are scheduled or under way, and with freezes; an emergency waits for none. */
  readonly blocking: readonly Collision[];
}

const HOUR_MS = 3_600_000;
const WHEN_IT_HAS_PASSED = 'Say it when it has passed; check the zone of the time.';
const after = (from: string, hours: number): string => new Date(Date.parse(from) + hours * HOUR_MS).toISOString();

export function startChangeImplementation(
  command: CommandOf<typeof StartChangeImplementation, StartLookups>,
  state: KnownChange,
): ChangeEvent[] {
  const { data, now, lookups } = command;
  if (state.status === 'implement') return [];
  requireMove(state, 'ChangeImplementationStarted');
  const isEmergency = state.details.keys.type === 'emergency';
  if (state.status !== 'scheduled' && !isEmergency) throw emergencyOnly(state);
  const startedAt = new Date(data.startedAt ?? now).toISOString();
  if (startedAt > now)
    throw actualTimesWrong(state, `it cannot have begun at ${startedAt}, which lies ahead. ${WHEN_IT_HAS_PASSED}`);
  const overridden = isEmergency ? [] : overrideCollisions(command, state, notOverridden(state, lookups.blocking));
  const isApproved = state.details.approvals.verdict === 'approved';
  const { approvalHours, reviewHours } = lookups.retrospective;
  return [
    ...overridden,
    {
      type: 'ChangeImplementationStarted',
      data: {
        keys: keysOf(state, { state: 'implement' }),
        startedAt,
        approvalDue: isEmergency && !isApproved ? after(startedAt, approvalHours) : null,
        reviewDue: isEmergency ? after(startedAt, reviewHours) : null,
      },
    },
  ];
}

export function finishChangeImplementation(
  { data, now }: CommandOf<typeof FinishChangeImplementation>,
  state: KnownChange,
): ChangeEvent[] {
  requireMove(state, 'ChangeImplementationFinished');
  const { tasks, startedAt } = state.details;
  const open = tasks.filter((task) => task.state === 'open' || task.state === 'in_progress');
  if (open.length > 0) throw tasksOpen(state, open);
  const { result, notes = null } = data;
  if (result !== 'successful' && notes === null) throw resultNeedsNotes(state, result);
  const finishedAt = new Date(data.finishedAt ?? now).toISOString();
  const begun = startedAt ?? finishedAt;
  if (finishedAt > now)
    throw actualTimesWrong(state, `it cannot have ended at ${finishedAt}, which lies ahead. ${WHEN_IT_HAS_PASSED}`);
  if (finishedAt < begun)
    throw actualTimesWrong(
      state,
      `it cannot have ended at ${finishedAt}, as it began at ${begun}. Give a later end; check the zones of both.`,
    );
  const keys = keysOf(state, { state: 'review', result });
  const isDone = result === 'successful' || result === 'successful_with_issues';
  const configuration = isDone ? state.details.plan.plannedConfiguration : undefined;
  const told = configuration && { configuration };
  return [
    { type: 'ChangeImplementationFinished', data: { keys, startedAt: begun, finishedAt, result, notes, ...told } },
  ];
}

/** Raised once; a timer that crosses the answer it waited for records nothing. */
export function reportRetrospectiveOverdue(
  { data: { what, due } }: CommandOf<typeof ReportRetrospectiveOverdue>,
  state: KnownChange,
): ChangeEvent[] {
  const { approvals, reviewed, overdue } = state.details;
  const isDone = what === 'review' ? reviewed : approvals.verdict === 'approved' || approvals.verdict === 'rejected';
  if (isDone || overdue.includes(what)) return [];
  return [{ type: 'ChangeRetrospectiveOverdue', data: { keys: keysOf(state), what, due } }];
}

import type {
  AcceptProblemRisk,
  CancelProblem,
  CloseProblem,
  CommandOf,
  InvestigateProblem,
  PlanProblemFix,
  ProblemEvent,
  RecordRootCause,
  RecurProblem,
  ResolveProblem,
} from '@opsledger/contracts';
import { hasLink, keysOf, type KnownProblem } from '../problem-state';
import { requireMove } from '../transitions';

/** Every move of the life cycle. Where it leads already, a move without words of its own is nothing. */

export function investigateProblem(_: CommandOf<typeof InvestigateProblem>, state: KnownProblem): ProblemEvent[] {
  if (state.status === 'investigating') return [];
  requireMove(state, 'ProblemInvestigationStarted');
  return [{ type: 'ProblemInvestigationStarted', data: { keys: keysOf(state, { state: 'investigating' }) } }];
}

export function recordRootCause({ data }: CommandOf<typeof RecordRootCause>, state: KnownProblem): ProblemEvent {
  requireMove(state, 'ProblemRootCauseFound');
  const keys = keysOf(state, { state: 'root_cause_found' });
  return {
    type: 'ProblemRootCauseFound',
    data: { keys, rootCause: data.rootCause, rootCauseCategory: data.category },
  };
}

export function planProblemFix({ data }: CommandOf<typeof PlanProblemFix>, state: KnownProblem): ProblemEvent[] {
  requireMove(state, 'ProblemFixPlanned');
  const keys = keysOf(state, { state: 'fix_pending' });
  const planned: ProblemEvent = { type: 'ProblemFixPlanned', data: { keys, fix: data.fix } };
  if (!data.change || hasLink(state, 'fixed_by_change', data.change.id)) return [planned];
  return [planned, { type: 'ProblemLinked', data: { keys, kind: 'fixed_by_change', target: data.change } }];
}

export function resolveProblem({ data }: CommandOf<typeof ResolveProblem>, state: KnownProblem): ProblemEvent {
  requireMove(state, 'ProblemResolved');
  const resolution = state.details.resolutions + 1;
  return {
    type: 'ProblemResolved',
    data: { keys: keysOf(state, { state: 'resolved' }), notes: data.notes, resolution },
  };
}

export function recurProblem({ data }: CommandOf<typeof RecurProblem>, state: KnownProblem): ProblemEvent {
  requireMove(state, 'ProblemRecurred');
  const recurrences = state.details.recurrences + 1;
  const keys = keysOf(state, { state: 'investigating' });
  return { type: 'ProblemRecurred', data: { keys, reason: data.reason, recurrences } };
}

export function closeProblem(_: CommandOf<typeof CloseProblem>, state: KnownProblem): ProblemEvent[] {
  if (state.status === 'closed') return [];
  requireMove(state, 'ProblemClosed');
  return [{ type: 'ProblemClosed', data: { keys: keysOf(state, { state: 'closed' }) } }];
}

export function acceptProblemRisk({ data }: CommandOf<typeof AcceptProblemRisk>, state: KnownProblem): ProblemEvent {
  requireMove(state, 'ProblemRiskAccepted');
  return { type: 'ProblemRiskAccepted', data: { keys: keysOf(state, { state: 'closed' }), reason: data.reason } };
}

export function cancelProblem({ data }: CommandOf<typeof CancelProblem>, state: KnownProblem): ProblemEvent {
  requireMove(state, 'ProblemCanceled');
  return { type: 'ProblemCanceled', data: { keys: keysOf(state, { state: 'closed' }), reason: data.reason } };
}

import type { ProblemEvent, ProblemState } from '@opsledger/contracts';
import { move, requireMove as requireMoveOf, type Move, type Origins } from '@opsledger/event-sourcing';
import type { KnownProblem } from './problem-state';

const UNRESOLVED = ['logged', 'investigating', 'root_cause_found', 'fix_pending'] as const;

/** The life cycle by its facts. */
export const MOVES = {
  ProblemInvestigationStarted: move('investigate', ['logged'], 'investigating'),
  ProblemRootCauseFound: move('root-cause', ['investigating'], 'root_cause_found'),
  ProblemFixPlanned: move('plan-fix', ['root_cause_found'], 'fix_pending'),
  ProblemResolved: move('resolve', ['fix_pending'], 'resolved'),
  ProblemRecurred: move('recur', ['resolved'], 'investigating'),
  ProblemClosed: move('close', ['resolved'], 'closed'),
  ProblemRiskAccepted: move('accept-risk', UNRESOLVED, 'closed'),
  ProblemCanceled: move('cancel', UNRESOLVED, 'closed'),
} as const satisfies Partial<Record<ProblemEvent['type'], Move<ProblemState, ProblemState>>>;

type MoveFact = keyof typeof MOVES;

/** Narrows the state to those the move may start from. Throws the refusal that names what is possible instead. */
export function requireMove<Type extends MoveFact>(
  state: KnownProblem,
  type: Type,
): asserts state is Extract<KnownProblem, { status: Origins<typeof MOVES, Type> }> {
  requireMoveOf(
    MOVES,
    state,
    type,
    `It stays closed: log a new problem and link it as related_problem to ${state.number}.`,
  );
}

import type { ChangeEvent, ChangeState } from '@opsledger/contracts';
import { move, requireMove as requireIn, type Move, type Origins } from '@opsledger/event-sourcing';
import type { KnownChange } from './change-state';

/** The life cycle by its facts: every move of `CHANGE_TRANSITIONS` has one, and none has another. */
export const MOVES = {
  ChangeSubmitted: move('submit', ['draft'], 'assess'),
  ChangeApprovalRequested: move('request-approval', ['assess'], 'authorize'),
  ChangeRejected: move('answer-approval (rejected)', ['authorize'], 'draft'),
  ChangeApprovalsExpired: move('plan', ['scheduled'], 'authorize'),
  ChangeScheduled: move('schedule', ['draft', 'assess', 'authorize'], 'scheduled'),
  ChangeImplementationStarted: move('implement', ['draft', 'assess', 'authorize', 'scheduled'], 'implement'),
  ChangeImplementationFinished: move('finish', ['implement'], 'review'),
  ChangeClosed: move('close', ['review'], 'closed'),
  ChangeCanceled: move('cancel', ['draft', 'assess', 'authorize', 'scheduled'], 'canceled'),
} as const satisfies Partial<Record<ChangeEvent['type'], Move<ChangeState, ChangeState>>>;

type MoveFact = keyof typeof MOVES;

/** Narrows the state to those the move may start from. Throws the refusal that names what is possible instead. */
export function requireMove<Type extends MoveFact>(
  state: KnownChange,
  type: Type,
  asked?: string,
): asserts state is Extract<KnownChange, { status: Origins<typeof MOVES, Type> }> {
  requireIn(MOVES, state, type, 'It has ended: draft a new change instead.', asked);
}

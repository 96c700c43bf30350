import type { CancelChange, ChangeEvent, CloseChange, CommandOf, ReviewChange } from '@opsledger/contracts';
import { changeEnded, retrospectiveApprovalRequired, reviewRequired } from '../change.errors';
import { keysOf, type KnownChange } from '../change-state';
import { requireMove } from '../transitions';

export function reviewChange({ data }: CommandOf<typeof ReviewChange>, state: KnownChange): ChangeEvent[] {
  if (state.status === 'closed') throw changeEnded(state);
  if (state.status !== 'review') requireMove(state, 'ChangeClosed', 'review');
  const { summary, lessons = null, actions = [] } = data;
  return [{ type: 'ChangeReviewed', data: { keys: keysOf(state), summary, lessons, actions } }];
}

export function closeChange(_: CommandOf<typeof CloseChange>, state: KnownChange): ChangeEvent[] {
  if (state.status === 'closed') return [];
  requireMove(state, 'ChangeClosed');
  const { keys, reviewed, approvalDue, approvals } = state.details;
  if (!reviewed && (keys.type === 'emergency' || keys.result !== 'successful')) throw reviewRequired(state);
  const isAnswered = approvals.verdict === 'approved' || approvals.verdict === 'rejected';
  if (approvalDue !== null && !isAnswered) throw retrospectiveApprovalRequired(state);
  return [{ type: 'ChangeClosed', data: { keys: keysOf(state, { state: 'closed' }) } }];
}

export function cancelChange({ data }: CommandOf<typeof CancelChange>, state: KnownChange): ChangeEvent[] {
  if (state.status === 'canceled') return [];
  requireMove(state, 'ChangeCanceled');
  return [{ type: 'ChangeCanceled', data: { keys: keysOf(state, { state: 'canceled' }), reason: data.reason } }];
}

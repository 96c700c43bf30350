import type { ChangeEvent } from '@opsledger/contracts';
import { keysOf, type KnownChange } from './change-state';

/**
 * What was answered about the old plan no longer counts: the same groups are asked anew, and a scheduled change goes
 * back to authorize. A draft that was rejected is asked about when it comes round again.
 */
export function expiredApprovals(state: KnownChange, because: 'plan_changed' | 'cis_changed'): ChangeEvent[] {
  const { round } = state.details.approvals;
  const isAsked = state.status === 'authorize' || state.status === 'scheduled';
  if (!isAsked) return [];
  const keys = keysOf(state, { state: 'authorize' });
  return [{ type: 'ChangeApprovalsExpired', data: { keys, because, round: round + 1 } }];
}

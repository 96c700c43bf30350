import { existingOr } from '@opsledger/event-sourcing';
import { changeEnded, changeNotFound, changeNotPlannable } from './change.errors';
import { isKnown, type KnownChange } from './change-state';

/** A decision on a change that exists. */
export const existing = existingOr(isKnown, changeNotFound);

/** What is going to be done may change until it is being done. */
export function requirePlannable(state: KnownChange): void {
  if (state.status === 'closed' || state.status === 'canceled') throw changeEnded(state);
  if (state.status === 'implement' || state.status === 'review') throw changeNotPlannable(state);
}

export function requireNotEnded(state: KnownChange): void {
  if (state.status === 'closed' || state.status === 'canceled') throw changeEnded(state);
}

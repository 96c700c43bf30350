import { changeEnded, changeNotFound, changeNotPlannable } from './change.errors';
import { isKnown, type Change, type KnownChange } from './change-state';

/** A decision on a change that exists. */
export const existing =
  <C extends { readonly id: string }, Facts>(decide: (command: C, state: KnownChange) => Facts) =>
  (command: C, state: Change): Facts => {
    if (!isKnown(state)) throw changeNotFound(command.id);
    return decide(command, state);
  };

/** What is going to be done may change until it is being done. */
export function requirePlannable(state: KnownChange): void {
  if (state.status === 'closed' || state.status === 'canceled') throw changeEnded(state);
  if (state.status === 'implement' || state.status === 'review') throw changeNotPlannable(state);
}

export function requireNotEnded(state: KnownChange): void {
  if (state.status === 'closed' || state.status === 'canceled') throw changeEnded(state);
}

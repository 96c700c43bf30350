import { existingOr } from '@opsledger/event-sourcing';
import { problemEnded, problemNotFound } from './problem.errors';
import { isKnown, type KnownProblem } from './problem-state';

/** A decision on a problem that exists. */
export const existing = existingOr(isKnown, problemNotFound);

/** @param what verb phrase for the refusal, e.g. `it is assigned` */
export function requireNotClosed(state: KnownProblem, what: string): void {
  if (state.status === 'closed') throw problemEnded(state, what);
}

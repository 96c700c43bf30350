import { problemEnded, problemNotFound } from './problem.errors';
import { isKnown, type KnownProblem, type ProblemRecord } from './problem-state';

/** A decision on a problem that exists. */
export const existing =
  <C extends { readonly id: string }, Facts>(decide: (command: C, state: KnownProblem) => Facts) =>
  (command: C, state: ProblemRecord): Facts => {
    if (!isKnown(state)) throw problemNotFound(command.id);
    return decide(command, state);
  };

/** @param what verb phrase for the refusal, e.g. `it is assigned` */
export function requireNotClosed(state: KnownProblem, what: string): void {
  if (state.status === 'closed') throw problemEnded(state, what);
}

import { versionedChoice, type PolicyBook } from '../policy/policy-book';
import type { Clock, Fact } from './clock';
import { runClock, type Detail } from './run-clock';

/** A clock and what it measures. */
export interface NamedClock extends Clock {
  readonly kind: string;
  readonly target: string;
}

/** Every clock of a record: one per kind of policy and target, each on its own. */
export const judgeRecord = (
  facts: readonly Fact[],
  book: PolicyBook,
  now: number,
  detail: Detail = 'ledger',
): readonly NamedClock[] =>
  book.measures.flatMap(({ kind, target }) => {
    const clock = runClock(facts, versionedChoice(book, facts, kind, target), now, detail);
    return clock ? [{ ...clock, kind, target }] : [];
  });

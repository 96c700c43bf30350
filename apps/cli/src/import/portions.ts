import type { HistoryFact } from '@opsledger/incident-history';

/** Well below what the server takes in one body. */
const BODY_BYTES = 400_000;
const MOST_FACTS = 2_000;

interface Portion {
  /** What the portion before ended with: tells the server where this one belongs. */
  readonly overlap: readonly HistoryFact[];
  readonly facts: readonly HistoryFact[];
}

/** Cuts a long history into bodies of a size that is taken, in order. */
export function* portions(facts: readonly HistoryFact[]): Generator<Portion> {
  let overlap: HistoryFact[] = [];
  let portion: HistoryFact[] = [];
  let bytes = 0;
  for (const fact of facts) {
    const size = Buffer.byteLength(JSON.stringify(fact));
    if (portion.length > 0 && (bytes + size > BODY_BYTES || portion.length >= MOST_FACTS)) {
      yield { overlap, facts: portion };
      overlap = portion.slice(-1);
      [portion, bytes] = [[], 0];
    }
    portion.push(fact);
    bytes += size;
  }
  if (portion.length > 0) yield { overlap, facts: portion };
}

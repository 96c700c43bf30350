/** Something that has a name and a time. */
interface Dated {
  readonly identity: string;
  /** ISO 8601, UTC, milliseconds: compares as text. */
  readonly occurredAt: string;
}

/**
 * Puts what is told now among what is known: what is known keeps its order, and what is new goes to where the source has
 * it. Among what the source does not tell this time, its own time decides.
 */
export function inTellingOrder<Said extends Dated>(known: readonly Said[], told: readonly Said[]): Said[] {
  const places = new Map(known.map(({ identity }, place) => [identity, place]));
  const isTold = new Set(told.map(({ identity }) => identity));
  const order: Said[] = [];
  let next = 0;
  const takeUntil = (end: number): void => {
    while (next < end) order.push(known[next++]!);
  };
  for (const saying of told) {
    const place = places.get(saying.identity);
    if (place !== undefined) {
      takeUntil(place + 1);
      continue;
    }
    while (next < known.length && !isTold.has(known[next]!.identity) && known[next]!.occurredAt <= saying.occurredAt)
      takeUntil(next + 1);
    order.push(saying);
  }
  takeUntil(known.length);
  return order;
}

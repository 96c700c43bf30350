import type { EventSource } from '@opsledger/event-bus';
import type { Position, RecordedEvent } from '@opsledger/event-store';
import { pause } from './pause';

export interface Pace {
  /** Most events at once. */
  readonly limit: number;
  /** Shortest time between two batches while keeping up: under load, events gather instead of costing a write each. */
  readonly gatherMs: number;
}

/**
 * The log from a position on, in batches. While catching up the next batch is fetched during the work on
 * the last one. A quiet log yields empty batches now and then. Ends when the signal aborts.
 */
export async function* batches(
  source: EventSource,
  after: Position,
  { limit, gatherMs }: Pace,
  signal: AbortSignal,
): AsyncGenerator<readonly RecordedEvent[], void> {
  const read = (from: Position): Promise<readonly RecordedEvent[]> => source.read(from, limit, signal);
  let next: Promise<readonly RecordedEvent[]> | undefined;
  while (!signal.aborted) {
    const startedAt = performance.now();
    const events = await (next ?? read(after));
    after = events.at(-1)?.position ?? after;
    next = events.length >= limit ? read(after) : undefined;
    // It is awaited only in the next round; until then its failure is nobody's.
    next?.catch(() => undefined);
    yield events;
    if (!next && events.length > 0)
      await pause(gatherMs - (performance.now() - startedAt), signal).catch(() => undefined);
  }
}

import type { Position, RecordedEvent } from '@opsledger/event-store';

/** Where projections, processes and feeds read the log from, whatever carries it to them. */
export interface EventSource {
  /**
   * Events after a position, in log order, `limit` at most. Resolves as soon as there is at least one; resolves with
   * none when the signal aborts, or when nothing came for a while (callers simply ask again).
   *
   * @param types events of other types may be left out, except the last one looked at: reading goes on after it. A page
   *   that is not full says nothing then about whether more is there.
   */
  read(
    after: Position,
    limit: number,
    signal: AbortSignal,
    types?: readonly string[],
  ): Promise<readonly RecordedEvent[]>;
  /** Position of the last event known, or `START`. */
  head(): Promise<Position>;
}

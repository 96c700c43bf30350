import type { Position, RecordedEvent } from '@opsledger/event-store';

/** Where projections, processes and feeds read the log from, whatever carries it to them. */
export interface EventSource {
  /**
   * Events after a position, in log order, `limit` at most. Resolves as soon as there is at least one; resolves with
   * none when the signal aborts, or when nothing came for a while (callers simply ask again).
   */
  read(after: Position, limit: number, signal: AbortSignal): Promise<readonly RecordedEvent[]>;
  /** Position of the last event known, or `START`. */
  head(): Promise<Position>;
}

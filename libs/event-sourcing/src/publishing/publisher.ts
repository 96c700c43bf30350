import type { Position, RecordedEvent } from '@opsledger/event-store';

/** An event of the log and the position of the one before it, `START` for the first: a chain that proves completeness. */
export interface LinkedEvent {
  readonly event: RecordedEvent;
  readonly previous: Position;
}

/** Takes events out of the house, for one term of leadership. */
export interface Publisher {
  /**
   * Resolves when everything of the batch is acknowledged; not called again before that. A rejection says nothing of
   * what arrived: the whole batch comes again, perhaps by another publisher.
   */
  publish(batch: readonly LinkedEvent[]): Promise<void>;
  /** Ends the term, also after a failure; a batch may still be without its answer. */
  close(): Promise<void>;
}

/** Events in log order, each with the position of the one before it; `after` is that of the first. */
export function linked(events: readonly RecordedEvent[], after: Position): readonly LinkedEvent[] {
  return events.map((event, index) => ({ event, previous: events[index - 1]?.position ?? after }));
}

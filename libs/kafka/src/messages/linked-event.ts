import type { Position, RecordedEvent } from '@opsledger/event-store';

/**
 * An event of the log and the position of the one before it, `START` for the first: a chain by which a reader of all
 * topics finds the order of the log again and knows that nothing is missing.
 */
export interface LinkedEvent {
  readonly event: RecordedEvent;
  readonly previous: Position;
}

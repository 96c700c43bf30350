import type { StoredEvent } from '../encoded-event';
import type { LogSlice } from '../event-store';

/** What copying a log between stores needs beyond the port. Nothing that records facts may use it. */
export interface CopyableLog {
  /** Events of the whole log in order, exactly as stored. */
  readStored(slice: LogSlice): Promise<readonly StoredEvent[]>;

  /**
   * Appends events as they are: ids, times and hashes stay, positions are new. Their order is kept; what is written
   * when it fails is a beginning of them.
   *
   * @throws an error when an event does not continue its stream, or its id is taken
   */
  restore(events: readonly StoredEvent[]): Promise<void>;
}

import type { RecordedEvent } from '../event';
import type { Listeners } from '../listeners';

/**
 * Tells listeners that the log has grown. Own appends are told with their events; the server's notification of
 * them, which may overtake their answer, then says nothing new and wakes nobody.
 */
export class Growth {
  private told = 0;
  private heard = 0;
  private appending = 0;

  constructor(private readonly listeners: Listeners) {}

  /** Says that the log is known to reach that position, or that nobody knows how far it reaches. */
  hear(position = Infinity): void {
    this.heard = Math.max(this.heard, position);
    this.catchUp();
  }

  /** Runs an append of this process; `eventsOf` finds in its result what was recorded. */
  async during<Result>(
    append: () => Promise<Result>,
    eventsOf: (result: Result) => readonly RecordedEvent[],
  ): Promise<Result> {
    this.appending++;
    try {
      const result = await append();
      this.tell(eventsOf(result));
      return result;
    } catch (error) {
      // What could not be answered may have been recorded all the same.
      this.heard = Infinity;
      throw error;
    } finally {
      this.appending--;
      this.catchUp();
    }
  }

  private tell(events: readonly RecordedEvent[]): void {
    const last = events.at(-1);
    if (!last) return;
    this.told = Number(last.position);
    this.listeners.tell(events);
  }

  private catchUp(): void {
    if (this.appending > 0) return;
    const news = this.heard > this.told;
    this.heard = 0;
    if (news) this.listeners.tell([]);
  }
}

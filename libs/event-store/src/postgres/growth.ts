import type { RecordedEvent } from '../event';
import type { Listeners } from '../listeners';

/**
 * Tells listeners that the log has grown. Own appends are told with their events; the server's notification of
 * them, which may overtake their answer, then says nothing new and wakes nobody.
 */
export class Growth {
  /** Up to here listeners know that something came. */
  private told = 0;
  private heard = 0;
  private appending = 0;

  constructor(private readonly listeners: Listeners) {}

  /** Says that the log is known to reach that position, or that nobody knows how far it reaches. */
  hear(position?: number): void {
    if (position === undefined) return this.tellOfNobodyKnowsWhat();
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
      this.tellOfNobodyKnowsWhat();
      throw error;
    } finally {
      this.appending--;
      this.catchUp();
    }
  }

  private tell(events: readonly RecordedEvent[]): void {
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last) return;
    // What lies between was recorded by others, or by an append that was given up: its notification, if it came, waited for this.
    const leavesGap = Number(first.position) > this.told + 1;
    this.told = Number(last.position);
    this.listeners.tell(events);
    if (leavesGap) this.listeners.tell([]);
  }

  private catchUp(): void {
    if (this.appending > 0 || this.heard <= this.told) return;
    this.told = this.heard;
    this.listeners.tell([]);
  }

  private tellOfNobodyKnowsWhat(): void {
    this.heard = 0;
    this.listeners.tell([]);
  }
}

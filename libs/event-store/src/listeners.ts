import type { RecordedEvent } from './event';

/** Told after each append of one's own with its events; with none when another process has appended. */
export type AppendedListener = (events: readonly RecordedEvent[]) => void;

/** Who wants to know of appends. */
export class Listeners {
  private readonly listeners = new Set<AppendedListener>();

  /** Answers the function that removes the listener. */
  add(listener: AppendedListener): () => void {
    // Wrapped, so that the same function added twice is removed once.
    const entry: AppendedListener = (events) => listener(events);
    this.listeners.add(entry);
    return () => void this.listeners.delete(entry);
  }

  tell(events: readonly RecordedEvent[]): void {
    for (const listener of this.listeners) {
      try {
        listener(events);
      } catch (error) {
        // The events are recorded, whatever a listener makes of it: the append must not fail for this.
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }
}

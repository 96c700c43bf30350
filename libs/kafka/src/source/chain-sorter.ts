import type { Position, RecordedEvent } from '@opsledger/event-store';
import type { LinkedEvent } from '../messages/linked-event';

interface Waiting {
  readonly event: RecordedEvent;
  readonly previous: Position;
  readonly part: string;
}

/**
 * Puts events that come from several partitions back into the one order of the log: each names the position before it, so
 * an event is let through when the one before it was, and only then.
 */
export class ChainSorter {
  private readonly waitingByPrevious = new Map<Position, Waiting>();
  private readonly waitingByPart = new Map<string, number>();

  /** @param end everything up to there has been let through, or is not wanted */
  constructor(private last: Position) {}

  /** Position of the last event let through. */
  get end(): Position {
    return this.last;
  }

  /** Events that came ahead of one that is missing yet. */
  get waiting(): number {
    return this.waitingByPrevious.size;
  }

  waitingOf(part: string): number {
    return this.waitingByPart.get(part) ?? 0;
  }

  /** Where the chain goes on beyond what is missing: the position before the first event that waits. */
  get gapEnd(): Position | undefined {
    let first: Waiting | undefined;
    for (const one of this.waitingByPrevious.values())
      if (!first || one.event.position < first.event.position) first = one;
    return first?.previous;
  }

  /** Takes what one partition brings; answers what can be let through now, in log order. Repeated events are dropped. */
  add(part: string, { event, previous }: LinkedEvent): RecordedEvent[] {
    if (event.position <= this.last || this.waitingByPrevious.has(previous)) return [];
    if (previous !== this.last) {
      this.waitingByPrevious.set(previous, { event, previous, part });
      this.waitingByPart.set(part, this.waitingOf(part) + 1);
      return [];
    }
    this.last = event.position;
    return this.followedBy([event]);
  }

  /** Takes a piece of the log that begins at or before the end, without a gap. */
  advance(events: readonly RecordedEvent[]): RecordedEvent[] {
    const news = events.filter(({ position }) => position > this.last);
    const [latest] = news.slice(-1);
    if (!latest) return [];
    this.last = latest.position;
    for (const one of this.waitingByPrevious.values()) if (one.event.position <= this.last) this.drop(one);
    return this.followedBy(news);
  }

  /** Forgets what waits; it will come again. */
  clear(): void {
    this.waitingByPrevious.clear();
    this.waitingByPart.clear();
  }

  private followedBy(events: RecordedEvent[]): RecordedEvent[] {
    for (let next = this.waitingByPrevious.get(this.last); next; next = this.waitingByPrevious.get(this.last)) {
      this.drop(next);
      this.last = next.event.position;
      events.push(next.event);
    }
    return events;
  }

  private drop({ previous, part }: Waiting): void {
    this.waitingByPrevious.delete(previous);
    const left = this.waitingOf(part) - 1;
    if (left > 0) this.waitingByPart.set(part, left);
    else this.waitingByPart.delete(part);
  }
}

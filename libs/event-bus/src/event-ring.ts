import { weightOf, type Position, type RecordedEvent } from '@opsledger/event-store';

/** How much a ring keeps: whichever bound is met first. */
export interface RingBounds {
  readonly maxEvents: number;
  /** Rough size in memory, in characters of text. */
  readonly maxSize: number;
}

/** The latest events of the log without a gap, as many as the bounds allow. */
export class EventRing {
  private events: RecordedEvent[] = [];
  private sizes: number[] = [];
  private size = 0;
  private first = 0;
  private beforeFirst: Position;
  private last: Position;

  constructor(
    start: Position,
    private readonly bounds: RingBounds,
  ) {
    this.beforeFirst = start;
    this.last = start;
  }

  /** Position of the last event. */
  get end(): Position {
    return this.last;
  }

  /** Whether every event after that position, up to the end, is here. */
  reachesBackTo(after: Position): boolean {
    return after >= this.beforeFirst;
  }

  /** Adds what is new of a piece of the log that starts at or before the end. */
  extend(events: readonly RecordedEvent[]): void {
    for (const event of events) if (event.position > this.last) this.add(event);
    this.trim();
  }

  /** At most so many events after a position; without a gap where `reachesBackTo` says that it reaches there. */
  after(position: Position, limit: number): RecordedEvent[] {
    const start = this.indexAfter(position);
    return this.events.slice(start, start + limit);
  }

  private add(event: RecordedEvent): void {
    const size = weightOf(event);
    this.events.push(event);
    this.sizes.push(size);
    this.size += size;
    this.last = event.position;
  }

  private trim(): void {
    const { maxEvents, maxSize } = this.bounds;
    while (this.events.length - this.first > maxEvents || (this.size > maxSize && this.first < this.events.length)) {
      this.beforeFirst = this.events[this.first]?.position ?? this.beforeFirst;
      this.size -= this.sizes[this.first] ?? 0;
      this.first++;
    }
    // Moving the rest to the front now and then is cheaper than doing it for every event dropped.
    if (this.first <= this.events.length / 2) return;
    this.events = this.events.slice(this.first);
    this.sizes = this.sizes.slice(this.first);
    this.first = 0;
  }

  private indexAfter(position: Position): number {
    let [low, high] = [this.first, this.events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.events[middle]?.position ?? '') > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

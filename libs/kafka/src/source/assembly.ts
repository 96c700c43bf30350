import { Bell, EventRing, type RingBounds } from '@opsledger/event-bus';
import type { EventStore, Position, RecordedEvent } from '@opsledger/event-store';
import { decodeEvent } from '../messages/decode-event';
import type { LinkedEvent } from '../messages/linked-event';
import { ChainSorter } from './chain-sorter';
import type { TopicMessage } from './topic-feed';

/** The log as far as an assembly needs it. */
export type Log = Pick<EventStore, 'readAll' | 'head'>;

const PAGE = 1_000;

/** A growing piece of the log, put together from what partitions bring and, where that does not suffice, the log itself. */
export class Assembly {
  /** Rings when the piece has grown. */
  readonly grown = new Bell();
  private readonly sorter: ChainSorter;
  private readonly ring: EventRing;
  private grownAt = performance.now();
  private gapAt = performance.now();
  /** Events that partitions brought and that were not known before. */
  brought = 0;

  constructor(
    private readonly log: Log,
    start: Position,
    bounds: RingBounds,
    private readonly onInvalid: (message: TopicMessage, error: Error) => void,
  ) {
    this.sorter = new ChainSorter(start);
    this.ring = new EventRing(start, bounds);
  }

  get end(): Position {
    return this.ring.end;
  }

  get waiting(): number {
    return this.sorter.waiting;
  }

  waitingOf(part: string): number {
    return this.sorter.waitingOf(part);
  }

  /** Where what is missing ends; `undefined` when nothing is known to be. */
  get gapEnd(): Position | undefined {
    return this.sorter.gapEnd;
  }

  /** Milliseconds since it grew last. */
  get age(): number {
    return performance.now() - this.grownAt;
  }

  /** Milliseconds since something has been missing that others wait for. */
  get gapAge(): number {
    return this.waiting === 0 ? 0 : Math.min(this.age, performance.now() - this.gapAt);
  }

  holdsFrom(after: Position): boolean {
    return this.ring.reachesBackTo(after) && after <= this.end;
  }

  reachesBackTo(after: Position): boolean {
    return this.ring.reachesBackTo(after);
  }

  after(position: Position, limit: number): RecordedEvent[] {
    return this.ring.after(position, limit);
  }

  receive(part: string, messages: readonly TopicMessage[]): void {
    for (const message of messages) {
      const linked = this.decoded(message);
      if (!linked) continue;
      const hadGap = this.waiting > 0;
      const events = this.sorter.add(part, linked);
      this.brought += events.length;
      this.grow(events);
      if (!hadGap) this.gapAt = performance.now();
    }
  }

  /** Reads one page of what comes next from the log; answers how many events were new. */
  async fill(): Promise<number> {
    const { end } = this;
    const events = this.sorter.advance(await this.log.readAll({ after: end, limit: PAGE }));
    this.grow(events);
    return events.length;
  }

  /** Forgets what waits: it will come again. */
  startOver(): void {
    this.sorter.clear();
    this.grownAt = performance.now();
  }

  private decoded(message: TopicMessage): LinkedEvent | undefined {
    try {
      return decodeEvent(message);
    } catch (error) {
      this.onInvalid(message, error as Error);
      return undefined;
    }
  }

  private grow(events: readonly RecordedEvent[]): void {
    if (events.length === 0) return;
    this.ring.extend(events);
    this.grownAt = performance.now();
    this.grown.ring();
  }
}

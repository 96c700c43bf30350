import { follows, type EventStore, type LogSlice, type Position, type RecordedEvent } from '@opsledger/event-store';
import { Bell } from './bell';
import { EventRing } from './event-ring';
import type { EventSource } from './event-source';

/** How a tail follows the log; each has a default that suits a service. */
export interface LogTailOptions {
  /** Latest events kept in memory for all readers together. */
  readonly maxEvents?: number;
  /** Rough bound of their size, in characters of text. */
  readonly maxSize?: number;
  /** How often the log is asked for news even when no wake-up came. */
  readonly pollMs?: number;
  /** How long `read` waits before it answers with nothing. */
  readonly waitMs?: number;
  /** First and longest pause after an error of the store. */
  readonly backoffMs?: readonly [first: number, longest: number];
  /** Told of every error of the store; the tail goes on by itself. */
  readonly onError?: (error: unknown) => void;
  /** Told when what is new is read again after that had failed. */
  readonly onBack?: () => void;
}

const PAGE = 1_000;

/**
 * The event source of a process that reaches the log itself. One ring of the latest events serves all
 * readers; what this process appends enters it without a read, what others append is read once.
 */
export class LogTail implements EventSource {
  private readonly options: Required<LogTailOptions>;
  private readonly grown = new Bell();
  private readonly stopped = new Bell();
  private stopping = false;
  private readonly shared = new Map<string, Promise<readonly RecordedEvent[]>>();
  private ring?: EventRing;
  private filling?: Promise<void>;
  private stale = false;
  private poll?: NodeJS.Timeout;
  private unsubscribe: () => void = () => undefined;

  constructor(
    private readonly store: EventStore,
    options: LogTailOptions = {},
  ) {
    this.options = {
      maxEvents: 5_000,
      maxSize: 8 * 1024 * 1024,
      pollMs: 1_000,
      waitMs: 15_000,
      backoffMs: [100, 5_000],
      onError: () => undefined,
      onBack: () => undefined,
      ...options,
    };
  }

  /** Follows the log from its present end on; readers may start anywhere. */
  start(): void {
    if (this.poll) return;
    this.unsubscribe = this.store.onAppended((events) => this.take(events));
    this.poll = setInterval(() => this.fill(), this.options.pollMs).unref();
    this.fill();
  }

  /** Ends every waiting read with no events; resolves when nothing is being read any more. */
  async stop(): Promise<void> {
    this.unsubscribe();
    clearInterval(this.poll);
    this.stopping = true;
    this.grown.ring();
    this.stopped.ring();
    await Promise.allSettled([this.filling, ...this.shared.values()]);
  }

  async head(): Promise<Position> {
    return this.ring?.end ?? (await this.store.head());
  }

  async read(
    after: Position,
    limit: number,
    signal: AbortSignal,
    types?: readonly string[],
  ): Promise<readonly RecordedEvent[]> {
    const deadline = performance.now() + this.options.waitMs;
    for (let failures = 0; !signal.aborted && !this.stopping;) {
      const left = deadline - performance.now();
      if (left <= 0) break;
      if (this.hasNothingAfter(after)) {
        await this.grown.wait(left, signal);
        continue;
      }
      try {
        const events = await this.available({ after, limit, types });
        if (events.length > 0) return events;
      } catch (error) {
        this.options.onError(error);
      }
      // Either the store failed, or it was restored from a backup that ends before the ring does.
      await this.stopped.wait(this.pauseAfter(failures++), signal);
    }
    return [];
  }

  private hasNothingAfter(position: Position): boolean {
    return !this.ring || this.ring.end <= position;
  }

  private async available(slice: LogSlice): Promise<readonly RecordedEvent[]> {
    return this.ring?.reachesBackTo(slice.after) ? this.ring.after(slice.after, slice.limit) : this.readShared(slice);
  }

  /** Readers at the same place, such as all projections of a rebuild, cost one read. */
  private readShared(slice: LogSlice): Promise<readonly RecordedEvent[]> {
    const key = [slice.after, slice.limit, ...(slice.types ?? [])].join(' ');
    const running = this.shared.get(key);
    if (running) return running;
    const reading = this.store.readAll(slice).finally(() => this.shared.delete(key));
    this.shared.set(key, reading);
    return reading;
  }

  private take(events: readonly RecordedEvent[]): void {
    const [first] = events;
    if (this.ring && first && (first.position <= this.ring.end || follows(this.ring.end, first.position)))
      this.extend(this.ring, events);
    else this.fill();
  }

  private extend(ring: EventRing, events: readonly RecordedEvent[]): void {
    const before = ring.end;
    ring.extend(events);
    if (ring.end !== before) this.grown.ring();
  }

  /** One fill at a time; a wake-up during it makes it look once more. */
  private fill(): void {
    this.stale = true;
    if (this.stopping) return;
    this.filling ??= this.readNews().finally(() => {
      this.filling = undefined;
      if (this.stale) this.fill();
    });
  }

  private async readNews(): Promise<void> {
    for (let failures = 0; this.stale && !this.stopping;) {
      this.stale = false;
      try {
        await this.readNewsOnce();
        if (failures > 0) this.options.onBack();
        failures = 0;
      } catch (error) {
        this.options.onError(error);
        this.stale = true;
        await this.stopped.wait(this.pauseAfter(failures++));
      }
    }
  }

  private async readNewsOnce(): Promise<void> {
    if (!this.ring) {
      const { maxEvents, maxSize } = this.options;
      this.ring = new EventRing(await this.store.head(), { maxEvents, maxSize });
      this.grown.ring();
    }
    const events = await this.store.readAll({ after: this.ring.end, limit: PAGE });
    this.extend(this.ring, events);
    if (events.length === PAGE) this.stale = true;
  }

  private pauseAfter(failures: number): number {
    const [first, longest] = this.options.backoffMs;
    return Math.min(longest, first * 2 ** failures);
  }
}

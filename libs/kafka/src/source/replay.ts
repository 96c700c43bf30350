import { Bell } from '@opsledger/event-bus';
import type { Position, RecordedEvent } from '@opsledger/event-store';
import { Assembly, type Log } from './assembly';
import { EventsMissing } from './events-missing';
import type { SourceOptions } from './source-options';
import type { Following, StartAt, TopicFeed } from './topic-feed';

/** How much earlier than the event it begins at, in milliseconds: clocks differ. In the end with the first message kept. */
const MARGINS = [60_000, 3_600_000, Infinity];

/** Reads the topics again from an event on, at the pace of whoever reads it. */
export class Replay {
  private readonly assembly: Assembly;
  private readonly taken = new Bell();
  private readonly paused = new Set<string>();
  private following: Following;
  private attempt = 0;
  /** The chain was seen to go on from where it begins, so it did not begin too late. */
  private proven = false;
  private stopping = false;
  /** The reader that is farthest. */
  private wanted: Position;
  private usedAt = performance.now();
  private heardAt = performance.now();
  private readonly running: Promise<void>;

  constructor(
    private readonly feed: TopicFeed,
    log: Log,
    private readonly begin: Pick<RecordedEvent, 'position' | 'recordedAt'>,
    private readonly options: SourceOptions,
  ) {
    const { maxEvents, maxSize, maxWaiting } = options;
    // What waited is let through at once, and nobody has read it then.
    const bounds = { maxEvents: maxEvents + maxWaiting, maxSize: 4 * maxSize };
    this.assembly = new Assembly(log, begin.position, bounds, () => undefined);
    this.wanted = begin.position;
    this.following = this.follow();
    this.running = this.watch();
  }

  /** Whether a reader that stands there can go on here. */
  holdsFrom(after: Position): boolean {
    return !this.stopping && this.assembly.holdsFrom(after);
  }

  /** Events after a position; none when nothing came in time. */
  async take(after: Position, limit: number, signal: AbortSignal): Promise<readonly RecordedEvent[]> {
    this.usedAt = performance.now();
    if (after > this.wanted) {
      this.wanted = after;
      this.taken.ring();
    }
    const begun = performance.now();
    while (this.assembly.end <= after && !this.stopping && !signal.aborted) {
      // Old messages may have to be passed over before the first that counts.
      const left = Math.max(begun, this.heardAt) + 2 * this.options.gapMs - performance.now();
      if (left <= 0) break;
      await this.assembly.grown.wait(left, signal);
    }
    this.usedAt = performance.now();
    return this.holdsFrom(after) ? this.assembly.after(after, limit) : [];
  }

  get isIdle(): boolean {
    return performance.now() - this.usedAt > this.options.idleMs;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.taken.ring();
    this.assembly.grown.ring();
    await Promise.all([this.following.stop(), this.running]);
  }

  private follow(): Following {
    const margin = MARGINS[this.attempt] ?? Infinity;
    const start: StartAt = margin === Infinity ? 'beginning' : { since: Date.parse(this.begin.recordedAt) - margin };
    return this.feed.follow(start, {
      receive: async (part, messages) => {
        this.heardAt = performance.now();
        this.assembly.receive(part, messages);
        if (this.assembly.end > this.begin.position) this.proven = true;
        this.steer(part);
        await this.room();
      },
      onError: this.options.onError,
    });
  }

  /** A partition that is far ahead of the others waits for them. */
  private steer(part: string): void {
    const most = this.options.maxWaiting / 4;
    if (this.assembly.waitingOf(part) > most) {
      this.paused.add(part);
      this.following.pause(part);
    }
    for (const other of this.paused)
      if (this.assembly.waitingOf(other) < most / 2) {
        this.paused.delete(other);
        this.following.resume(other);
      }
  }

  /** Waits until the farthest reader is near enough that the ring does not drop what it has not read. */
  private async room(): Promise<void> {
    while (!this.stopping && this.isAhead()) await this.taken.wait(60_000);
  }

  private isAhead(): boolean {
    const most = Math.floor(this.options.maxEvents / 2);
    return !this.assembly.holdsFrom(this.wanted) || this.assembly.after(this.wanted, most + 1).length > most;
  }

  private async watch(): Promise<void> {
    const { gapMs, checkMs, onError } = this.options;
    while (!this.stopping) {
      await this.taken.wait(checkMs);
      if (this.stopping || this.isAhead() || this.assembly.gapAge < gapMs) continue;
      try {
        if (this.proven || this.attempt >= MARGINS.length - 1) await this.fillGap();
        else await this.goFurtherBack();
      } catch (error) {
        onError(error as Error);
      }
    }
  }

  private async goFurtherBack(): Promise<void> {
    this.heardAt = performance.now();
    await this.following.stop();
    this.paused.clear();
    this.assembly.startOver();
    this.attempt++;
    if (!this.stopping) this.following = this.follow();
  }

  /** What Kafka no longer keeps, or lost: from the log, as fast as it is read. */
  private async fillGap(): Promise<void> {
    const from = this.assembly.end;
    let count = 0;
    for (let to = this.assembly.gapEnd; to !== undefined && this.assembly.end < to && !this.stopping;) {
      const filled = await this.assembly.fill();
      if (filled === 0) break;
      count += filled;
      this.heardAt = performance.now();
      await this.room();
      to = this.assembly.gapEnd;
    }
    for (const part of this.paused) this.steer(part);
    // What lies before the first message kept was not lost: the operator let it go.
    if (this.proven && count > 0) this.options.onMissing(new EventsMissing(from, this.assembly.end, count));
    this.proven = true;
  }
}

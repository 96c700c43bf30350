import { Bell, type EventSource } from '@opsledger/event-bus';
import type { Position, RecordedEvent } from '@opsledger/event-store';
import type { Log } from './assembly';
import { Live } from './live';
import { Replay } from './replay';
import { DEFAULTS, type SourceOptions } from './source-options';
import type { TopicFeed } from './topic-feed';

/**
 * The event source of a process that follows the log by Kafka. Readers get every event once and in log order, whatever
 * Kafka doubles, delays or loses: events name their predecessors, and what does not come is read from the log.
 *
 * The latest events are kept in memory for all readers. Whoever is farther behind reads a page of the log, and from there
 * on the topics again, together with others who are about there.
 */
export class KafkaSource implements EventSource {
  private readonly options: SourceOptions;
  private readonly live: Live;
  private readonly replays = new Set<Replay>();
  private readonly shared = new Map<string, Promise<readonly RecordedEvent[]>>();
  private readonly stopped = new Bell();
  private sweep?: NodeJS.Timeout;
  private stopping = false;
  /** Until then no replay is begun: one has just failed. */
  private noReplayBefore = 0;

  constructor(
    private readonly feed: TopicFeed,
    private readonly log: Log,
    options: Partial<SourceOptions> = {},
  ) {
    this.options = { ...DEFAULTS, ...options };
    this.live = new Live(feed, log, this.options, this.options.onInvalid);
  }

  /** Follows the log from its present end on; readers may start anywhere. */
  start(): void {
    if (this.sweep) return;
    this.sweep = setInterval(() => this.endIdleReplays(), this.options.checkMs).unref();
    this.live.start();
  }

  /**
   * Whether the brokers give it what comes, waiting for that so long. Until they do, and while they are away, it looks
   * into the log every moment.
   */
  follows(withinMs: number): Promise<boolean> {
    return this.live.follows(withinMs);
  }

  /** Ends every waiting read with no events; resolves when nothing is being read any more. */
  async stop(): Promise<void> {
    clearInterval(this.sweep);
    this.stopping = true;
    this.stopped.ring();
    await Promise.all([this.live.stop(), ...[...this.replays].map((replay) => replay.stop())]);
    await Promise.allSettled(this.shared.values());
    await this.options.onStopped();
  }

  async head(): Promise<Position> {
    return this.live.assembly?.end ?? (await this.log.head());
  }

  async read(after: Position, limit: number, signal: AbortSignal): Promise<readonly RecordedEvent[]> {
    const deadline = performance.now() + this.options.waitMs;
    for (let failures = 0; !signal.aborted && !this.stopping;) {
      const left = deadline - performance.now();
      if (left <= 0) break;
      const present = this.live.assembly;
      if (!present || present.end <= after) {
        await (present?.grown ?? this.live.begun).wait(left, signal);
        continue;
      }
      if (present.reachesBackTo(after)) return present.after(after, limit);
      try {
        const events = await this.behind(after, limit, signal);
        if (events.length > 0) return events;
      } catch (error) {
        this.options.onError(error as Error);
        const [first, longest] = this.options.backoffMs;
        await this.stopped.wait(Math.min(longest, first * 2 ** failures++), signal);
      }
    }
    return [];
  }

  private async behind(after: Position, limit: number, signal: AbortSignal): Promise<readonly RecordedEvent[]> {
    for (const replay of this.replays)
      if (replay.holdsFrom(after)) {
        const events = await replay.take(after, limit, signal);
        if (events.length > 0 || signal.aborted || this.stopping) return events;
        this.giveUp(replay);
      }
    const page = await this.readShared(after, limit);
    const last = page.at(-1);
    if (last && page.length === limit && !this.live.assembly?.reachesBackTo(last.position)) this.replayFrom(last);
    return page;
  }

  /** Readers at the same place, such as all projections of a rebuild, cost one read. */
  private readShared(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    const key = `${after} ${limit}`;
    const running = this.shared.get(key);
    if (running) return running;
    const reading = this.log.readAll({ after, limit }).finally(() => this.shared.delete(key));
    this.shared.set(key, reading);
    return reading;
  }

  private replayFrom(event: RecordedEvent): void {
    if (this.stopping || this.replays.size >= this.options.maxReplays || performance.now() < this.noReplayBefore)
      return;
    if ([...this.replays].some((replay) => replay.holdsFrom(event.position))) return;
    this.replays.add(new Replay(this.feed, this.log, event, this.options));
  }

  private giveUp(replay: Replay): void {
    if (!this.replays.delete(replay)) return;
    this.noReplayBefore = performance.now() + this.options.idleMs;
    void replay.stop().catch(this.options.onError);
  }

  private endIdleReplays(): void {
    for (const replay of this.replays)
      if (replay.isIdle) {
        this.replays.delete(replay);
        void replay.stop().catch(this.options.onError);
      }
  }
}

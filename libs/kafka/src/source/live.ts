import { Bell } from '@opsledger/event-bus';
import type { Position } from '@opsledger/event-store';
import { Assembly, type Log } from './assembly';
import { EventsMissing } from './events-missing';
import type { SourceOptions } from './source-options';
import type { Following, TopicFeed, TopicMessage } from './topic-feed';

/** The present end of the log, as Kafka brings it; what does not come in time is read from the log. */
export class Live {
  private following?: Following;
  private readonly stopped = new Bell();
  private stopping = false;
  private running?: Promise<void>;
  private filling?: Promise<void>;
  /** Since when nothing comes from the brokers; `undefined` while it does. */
  private awaySince: number | undefined = performance.now();
  /** Whether it was told that they are away. */
  private failed = false;
  private readonly back = new Bell();
  /** How long the brokers may be away before that is told; new ones need several moments until they form groups. */
  private graceMs: number;
  /** A head of the log that has not come yet, and since when. */
  private overdue?: { readonly head: Position; readonly since: number };
  /** How much Kafka had brought when it was missed last. */
  private missedAt?: number;
  assembly?: Assembly;
  /** Rings when there is an assembly. */
  readonly begun = new Bell();

  constructor(
    private readonly feed: TopicFeed,
    private readonly log: Log,
    private readonly options: SourceOptions,
    private readonly onInvalid: (message: TopicMessage, error: Error) => void,
  ) {
    this.graceMs = 3 * options.gapMs;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Whether the brokers give it what comes; waits for that so long. */
  async follows(withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    while (this.isAway && !this.stopping && performance.now() < deadline)
      await this.back.wait(deadline - performance.now());
    return !this.isAway;
  }

  private get isAway(): boolean {
    return this.awaySince !== undefined;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.stopped.ring();
    this.back.ring();
    this.begun.ring();
    this.assembly?.grown.ring();
    await Promise.all([this.running, this.following?.stop()]);
  }

  private async run(): Promise<void> {
    const assembly = await this.begin();
    if (!assembly || this.stopping) return;
    const { checkMs, onError } = this.options;
    this.following = this.feed.follow('end', {
      // What was recorded before the place was known is in the log, what comes after is on Kafka.
      onPlaced: async () => {
        await this.fillTo(assembly, await this.log.head());
      },
      onFollowing: () => {
        if (this.failed) this.options.onBack();
        this.failed = false;
        this.awaySince = undefined;
        this.graceMs = this.options.gapMs;
        this.back.ring();
      },
      receive: async (part, messages) => {
        assembly.receive(part, messages);
        if (assembly.waiting > this.options.maxWaiting) await this.heal(assembly).catch(onError);
      },
      onError: (error) => {
        this.awaySince ??= performance.now();
        this.failed = true;
        onError(error);
      },
    });
    while (!this.stopping) {
      await this.stopped.wait(checkMs);
      if (!this.stopping) await this.check(assembly).catch(onError);
    }
  }

  /** The log says where the present is; while it cannot, it is asked again. */
  private async begin(): Promise<Assembly | undefined> {
    const { onError, backoffMs, maxEvents, maxSize } = this.options;
    for (let failures = 0; !this.stopping; failures++)
      try {
        const head = await this.log.head();
        this.assembly = new Assembly(this.log, head, { maxEvents, maxSize }, this.onInvalid);
        this.begun.ring();
        return this.assembly;
      } catch (error) {
        onError(error as Error);
        await this.stopped.wait(Math.min(backoffMs[1], backoffMs[0] * 2 ** failures));
      }
    return undefined;
  }

  /** What is missing for too long: something that others wait for, or the head that the log had a while ago. */
  private async check(assembly: Assembly): Promise<void> {
    const { gapMs } = this.options;
    if (this.awaySince !== undefined) return this.goOnWithout(assembly, performance.now() - this.awaySince);
    if (assembly.gapAge >= gapMs) await this.heal(assembly);
    const head = await this.log.head();
    if (this.overdue && this.overdue.head <= assembly.end) this.overdue = undefined;
    if (head > assembly.end) this.overdue ??= { head, since: performance.now() };
    if (!this.overdue || !this.isMissed(assembly, this.overdue.since)) return;
    this.missedAt = assembly.brought;
    await this.fillAndTell(assembly, head);
  }

  /**
   * As long as events come, Kafka is only behind; reading them twice would make that worse. Once it was missed, people do
   * not wait for it again at every event: it has to bring something new first.
   */
  private isMissed(assembly: Assembly, since: number): boolean {
    const { gapMs } = this.options;
    return this.missedAt === assembly.brought || (performance.now() - since >= gapMs && assembly.age >= gapMs);
  }

  /** Nobody brings what is new, so there is nothing to wait for; that they are away so long is told like any delay. */
  private async goOnWithout(assembly: Assembly, forMs: number): Promise<void> {
    const head = await this.log.head();
    if (forMs < this.graceMs) await this.fillTo(assembly, head);
    else await this.fillAndTell(assembly, head);
  }

  private async heal(assembly: Assembly): Promise<void> {
    const { gapEnd } = assembly;
    if (gapEnd !== undefined) await this.fillAndTell(assembly, gapEnd);
  }

  private async fillAndTell(assembly: Assembly, to: Position): Promise<void> {
    const from = assembly.end;
    const count = await this.fillTo(assembly, to);
    if (count > 0) this.options.onMissing(new EventsMissing(from, assembly.end, count));
  }

  /** One at a time: the second would read what the first does. */
  private async fillTo(assembly: Assembly, to: Position): Promise<number> {
    await this.filling?.catch(() => undefined);
    let count = 0;
    const filling = (async () => {
      while (!this.stopping && assembly.end < to) {
        const filled = await assembly.fill();
        if (filled === 0) break;
        count += filled;
      }
    })();
    this.filling = filling;
    await filling;
    return count;
  }
}

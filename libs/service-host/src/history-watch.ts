import { setTimeout as delay } from 'node:timers/promises';
import { START, type EventStore, type Position, type RecordedEvent } from '@opsledger/event-store';
import { CannotGoOn } from './cannot-go-on';

/** How often the log is looked at, in milliseconds: for as long may what is remembered be of another history. */
const EVERY_MS = 2_000;

/** How often what is gone is looked for before it counts as gone, and the pause between. */
const LOOKS = 4;
const AGAIN_MS = 1_000;

type Log = Pick<EventStore, 'head' | 'settledHead' | 'readAll' | 'readStream' | 'onAppended'>;

/**
 * Whether the log still holds what this process knows of it. All that is kept in memory rests on a log that only grows:
 * folded records, ids by number, how far readers are. A backup that is restored under a running process, or a standby
 * without the last commits that takes over, is another history, whether or not it has grown past the old one since.
 */
export class HistoryWatch {
  /** How far the log reached when it was looked at last. */
  private reached: Position = START;
  /** An event that must be there, as late a one as is known. */
  private known?: RecordedEvent;
  private own: Position = START;
  private looking?: Promise<void>;
  private timer?: NodeJS.Timeout;
  private stopping = new AbortController();
  private unsubscribe = (): void => undefined;

  constructor(
    private readonly log: Log,
    private readonly onOther: (error: CannotGoOn) => void,
    private readonly everyMs = EVERY_MS,
  ) {}

  start(): void {
    this.stopping = new AbortController();
    this.unsubscribe = this.log.onAppended((events) => this.take(events));
    this.timer = setInterval(() => this.look(), this.everyMs).unref();
    this.look();
  }

  async stop(): Promise<void> {
    this.unsubscribe();
    clearInterval(this.timer);
    this.stopping.abort();
    await this.looking;
  }

  /** One's own appends are told in their order: one that is not behind the last was written to another history. */
  private take(events: readonly RecordedEvent[]): void {
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last) return;
    if (first.position <= this.own) return this.look();
    this.own = last.position;
    this.known = last;
  }

  private look(): void {
    // A log that cannot be read tells nothing; whoever needs it says so.
    this.looking ??= this.lookOnce()
      .catch(() => undefined)
      .finally(() => (this.looking = undefined));
  }

  private async lookOnce(): Promise<void> {
    const { known, reached } = this;
    for (let looks = 1; ; looks++) {
      const head = await this.log.head();
      // An empty log is told by the event that is gone; a server that looks for the last event in vain is none.
      const isShorter = head < reached && head !== START;
      if (!isShorter && (!known || (await this.holds(known)))) return this.goOnFrom(reached, head);
      // A standby that takes over has the last commits, but shows them only once it has replayed them: until then it
      // refuses this, and what it shows tells nothing.
      await this.log.settledHead();
      if (looks === LOOKS) return this.end();
      await delay(Math.min(this.everyMs, AGAIN_MS), undefined, { signal: this.stopping.signal });
    }
  }

  private async goOnFrom(reached: Position, head: Position): Promise<void> {
    const [next] = await this.log.readAll({ after: reached, limit: 1 });
    if (next && !(this.known && this.known.position > next.position)) this.known = next;
    this.reached = head;
  }

  private async holds({ streamId, revision, hash }: RecordedEvent): Promise<boolean> {
    const [now] = await this.log.readStream(streamId, { after: revision - 1 });
    return now?.hash === hash;
  }

  private end(): void {
    clearInterval(this.timer);
    this.unsubscribe();
    this.onOther(
      new CannotGoOn(
        'The log does not hold any more what this process has read in it: a backup was restored under it, or it is ' +
          'another log. Start it again, once the log is as it shall be.',
      ),
    );
  }
}

import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Connection } from './connection';

/** First and longest pause before listening again, in milliseconds; it grows with every failure in a row. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

type Subscription = Awaited<ReturnType<Connection['subscribe']>>;

/**
 * Listens for appends of any process, and comes back by itself. What was missed meanwhile is made up for by one wake-up
 * after each subscription.
 */
export class WakeUps {
  private stream?: Subscription;
  private timer?: NodeJS.Timeout;
  private failures = 0;
  private started = false;
  private closed = false;
  private told = false;

  constructor(
    private readonly connection: Connection,
    private readonly request: ReadReq,
    private readonly backoff: Backoff,
    private readonly onGrown: () => void,
  ) {}

  start(): void {
    if (this.started) return;
    this.started = true;
    void this.subscribe();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.stream?.cancel();
  }

  private async subscribe(): Promise<void> {
    try {
      const stream = await this.connection.subscribe(this.request);
      if (this.closed) return stream.cancel();
      this.stream = stream;
      stream.on('data', (response: ReadResp) => this.hear(response));
      stream.once('error', () => this.again(stream));
      stream.once('end', () => this.again(stream));
    } catch {
      this.again(this.stream);
    }
  }

  private hear(response: ReadResp): void {
    if (response.hasConfirmation()) this.failures = 0;
    else if (!response.hasEvent()) return;
    // A burst of events is one piece of news.
    if (this.told) return;
    this.told = true;
    setImmediate(() => {
      this.told = false;
      if (!this.closed) this.onGrown();
    });
  }

  /** An error is followed by an end: one of them counts. */
  private again(stream: Subscription | undefined): void {
    if (this.closed || stream !== this.stream) return;
    this.stream = undefined;
    clearTimeout(this.timer);
    const pause = Math.min(this.backoff.maxMs, this.backoff.firstMs * 2 ** this.failures++);
    this.timer = setTimeout(() => void this.subscribe(), pause).unref();
  }
}

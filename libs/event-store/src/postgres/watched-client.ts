import type { EventEmitter } from 'node:events';
import { Client, type ClientConfig } from 'pg';

/** How often connections that a server leaves without an answer are looked for, in milliseconds. */
const LOOK_EVERY = 250;

/** What pg does not tell of its client. */
interface Connected {
  readonly connection: EventEmitter & { readonly stream: NodeJS.WriteStream };
}

const connected = new Set<WatchedClient>();
let looking: NodeJS.Timeout | undefined;

/**
 * A connection that is given up when the server says nothing for `query_timeout`, counted from when it could begin with a
 * question: when it was asked, or had answered the one before. What is asked meanwhile prolongs no wait. pg can do that
 * by itself with a timer for each query; those timers kept the answers of ended queries alive until the next full collection of
 * garbage, 2 KB for each get of an incident. One timer looks after all connections instead.
 */
export class WatchedClient extends Client {
  private readonly patience: number;
  /** How long each question may take that has no answer yet, in the order asked; the server works on the first. */
  private readonly unanswered: number[] = [];
  /** By when the server must have answered that first one; later than any time while it was asked nothing. */
  private answerBy = Infinity;

  constructor({ query_timeout: patience, ...config }: ClientConfig = {}) {
    super(config);
    this.patience = patience || Infinity;
    this.once('connect', () => {
      this.waitForFirst();
      (this as unknown as Connected).connection.on('readyForQuery', () => this.answered());
      watch(this);
    });
    this.once('end', () => leave(this));
    // One that could not even be sent is never answered.
    this.on('drain', () => this.forget());
  }

  override query(query: any, values?: any, callback?: any): any {
    const { query_timeout: patience } = query as { readonly query_timeout?: number };
    if (this.unanswered.push(patience ?? this.patience) === 1) this.waitForFirst();
    return super.query(query, values, callback);
  }

  private answered(): void {
    this.unanswered.shift();
    this.waitForFirst();
  }

  private waitForFirst(): void {
    this.answerBy = performance.now() + (this.unanswered[0] ?? Infinity);
  }

  private forget(): void {
    this.unanswered.length = 0;
    this.answerBy = Infinity;
  }

  /** Ends the connection, and fails what was asked over it, if the server is overdue. */
  giveUpAt(now: number): void {
    if (now < this.answerBy) return;
    this.forget();
    const { stream } = (this as unknown as Connected).connection;
    stream.destroy(new Error('Query read timeout: the server said nothing for too long'));
  }
}

function watch(client: WatchedClient): void {
  connected.add(client);
  // Behind what has come in: after a pause of this process, answers lie there that nobody has read.
  looking ??= setInterval(() => setImmediate(giveUpOverdue), LOOK_EVERY).unref();
}

function giveUpOverdue(): void {
  const now = performance.now();
  for (const one of connected) one.giveUpAt(now);
}

function leave(client: WatchedClient): void {
  connected.delete(client);
  if (connected.size > 0) return;
  clearInterval(looking);
  looking = undefined;
}

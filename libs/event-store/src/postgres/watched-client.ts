import { Client, type ClientConfig } from 'pg';

/** How often connections that a server leaves without an answer are looked for, in milliseconds. */
const LOOK_EVERY = 250;

const connected = new Set<WatchedClient>();
let looking: NodeJS.Timeout | undefined;

/**
 * A connection that is given up when the server says nothing for `query_timeout` after it was asked last. pg can do that
 * by itself with a timer for each query; those timers kept the answers of ended queries alive until the next full collection of
 * garbage, 2 KB for each get of an incident. One timer looks after all connections instead.
 */
export class WatchedClient extends Client {
  private readonly patience: number;
  /** By when the server must have answered all it was asked; later than any time while it was asked nothing. */
  private answerBy = Infinity;

  constructor({ query_timeout: patience, ...config }: ClientConfig = {}) {
    super(config);
    this.patience = patience || Infinity;
    this.once('connect', () => watch(this));
    this.once('end', () => leave(this));
    this.on('drain', () => (this.answerBy = Infinity));
  }

  override query(query: any, values?: any, callback?: any): any {
    const { query_timeout: patience } = query as { readonly query_timeout?: number };
    this.answerBy = performance.now() + (patience ?? this.patience);
    return super.query(query, values, callback);
  }

  /** Ends the connection, and fails what was asked over it, if the server is overdue. */
  giveUpAt(now: number): void {
    if (now < this.answerBy) return;
    this.answerBy = Infinity;
    const { stream } = (this as unknown as { readonly connection: { readonly stream: NodeJS.WriteStream } }).connection;
    stream.destroy(new Error('Query read timeout: the server said nothing for too long'));
  }
}

function watch(client: WatchedClient): void {
  connected.add(client);
  looking ??= setInterval(() => {
    const now = performance.now();
    for (const one of connected) one.giveUpAt(now);
  }, LOOK_EVERY).unref();
}

function leave(client: WatchedClient): void {
  connected.delete(client);
  if (connected.size > 0) return;
  clearInterval(looking);
  looking = undefined;
}

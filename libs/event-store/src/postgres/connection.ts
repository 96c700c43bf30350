import type { Client, ClientConfig, QueryArrayConfig, QueryArrayResult } from 'pg';
import { StoreUnavailable } from '../errors';
import { asStoreError, isRefusedByServer } from './store-errors';
import { WatchedClient } from './watched-client';

/** First and longest pause before another attempt to connect, in milliseconds; it grows with every failure in a row. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** What appends rely on, whatever the server's or the role's defaults are: durable, and a snapshot per statement. */
const SESSION = `
  set default_transaction_isolation = 'read committed';
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') in ('off', 'local')`;

/** What a connection holds on the server, session by session. */
export interface Held {
  /** @throws when it is not to be had: the session is given up */
  take(client: Client): Promise<void>;
  /** What queries wait for once it is taken; nothing when they need not wait. */
  readonly settled: Promise<void> | undefined;
  /** Something went wrong over the session: whether it is still there is not known. */
  doubt(): void;
}

/**
 * One connection of its own that comes back by itself: opened at the first query, opened again at the first
 * query after it was lost. While the server cannot be reached it fails at once and tries again only after a pause.
 */
export class Connection {
  private client?: Promise<Client>;
  /** The client behind that promise: a late event of an earlier one must not take it away. */
  private current?: Client;
  private failures = 0;
  private notBefore = 0;
  private closed = false;

  constructor(
    private readonly config: ClientConfig,
    private readonly backoff: Backoff,
    private readonly held?: Held,
  ) {}

  /** @throws StoreUnavailable when the connection is or gets lost; DatabaseError when the server refuses */
  async query(query: QueryArrayConfig): Promise<QueryArrayResult<(string | null)[]>> {
    const client = await this.open();
    const settled = this.held?.settled;
    if (settled) await settled;
    return this.ask(client, query);
  }

  /**
   * Opens it where that is not done, and sees whether the server answers; waits for nothing else.
   *
   * @throws StoreUnavailable, or what stands against the session
   */
  async ping(): Promise<void> {
    await this.ask(await this.open(), { text: 'select 1', rowMode: 'array' });
  }

  async close(): Promise<void> {
    this.closed = true;
    const client = await this.client?.catch(() => undefined);
    await client?.end();
  }

  private async ask(client: Client, query: QueryArrayConfig): Promise<QueryArrayResult<(string | null)[]>> {
    try {
      return await client.query(query);
    } catch (error) {
      if (!isRefusedByServer(error)) this.held?.doubt();
      throw asStoreError(error);
    }
  }

  /** Forgets a failed attempt only after keeping it: one that fails at once would else be kept for ever. */
  private open(): Promise<Client> {
    if (this.client) return this.client;
    const opening = this.connect();
    this.client = opening;
    opening.catch(() => {
      if (this.client === opening) this.client = undefined;
    });
    return opening;
  }

  private async connect(): Promise<Client> {
    try {
      if (this.closed) throw new StoreUnavailable('The event store is closed.');
      if (performance.now() < this.notBefore)
        throw new StoreUnavailable('The event store cannot be reached and was tried a moment ago.');
      const client = await this.connectNow();
      this.failures = 0;
      return client;
    } catch (error) {
      throw asStoreError(error);
    }
  }

  private async connectNow(): Promise<Client> {
    const client = new WatchedClient(this.config);
    this.current = client;
    const forget = () => {
      if (this.current === client) this.client = undefined;
    };
    client.once('error', forget).once('end', forget);
    // Later errors of a connection already given up have nobody left to tell.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(SESSION);
      await this.held?.take(client);
      return client;
    } catch (error) {
      void client.end().catch(() => undefined);
      const pause = Math.min(this.backoff.maxMs, this.backoff.firstMs * 2 ** this.failures++);
      this.notBefore = performance.now() + pause;
      throw error;
    }
  }
}

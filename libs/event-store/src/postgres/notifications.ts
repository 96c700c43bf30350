import type { Client, ClientConfig } from 'pg';
import { CHANNEL } from './append-function';
import type { Backoff } from './connection';
import { WatchedClient } from './watched-client';

/**
 * Listens for appends of any process on a connection of its own, and comes back by itself. What was missed
 * meanwhile is made up for by one wake-up after each connect.
 */
export class Notifications {
  private client?: Client;
  private timer?: NodeJS.Timeout;
  private failures = 0;
  private started = false;
  private closed = false;

  constructor(
    private readonly config: ClientConfig,
    private readonly backoff: Backoff,
    /** Last position of the log; nothing after a connect. */
    private readonly onGrown: (position?: number) => void,
  ) {}

  start(): void {
    if (this.started) return;
    this.started = true;
    void this.connect();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new WatchedClient(this.config);
    this.client = client;
    client.once('end', () => this.reconnect());
    client.on('error', () => void client.end().catch(() => undefined));
    client.on('notification', ({ payload }) => this.onGrown(Number(payload)));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      this.failures = 0;
      this.onGrown();
    } catch {
      await client.end().catch(() => undefined);
      this.reconnect();
    }
  }

  private reconnect(): void {
    if (this.closed) return;
    clearTimeout(this.timer);
    const pause = Math.min(this.backoff.maxMs, this.backoff.firstMs * 2 ** this.failures++);
    this.timer = setTimeout(() => void this.connect(), pause).unref();
  }
}

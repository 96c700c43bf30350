import type { Pool, QueryResult } from 'pg';
import { positionOf } from '../encoded-event';
import { START, type Position } from '../event';
import { APPEND_LOCK } from './append-function';
import { asStoreError } from './store-errors';

/**
 * Behind every append that waits for its turn; whoever asks likewise is not waited for. A snapshot follows the wait. A
 * standby may have more than it shows, and appends are not its own: it says "not now", as a server that starts does.
 */
const SETTLED_HEAD = `
  begin isolation level read committed;
  do $$ begin
    if pg_is_in_recovery() then
      raise 'it is a standby, or takes over and has not replayed all it has' using errcode = 'cannot_connect_now';
    end if;
    perform pg_advisory_xact_lock_shared(${APPEND_LOCK});
  end $$;
  select position::text as position from opsledger.events order by events.position desc limit 1;
  commit`;

/**
 * The end of the log behind the appends that are under way. One connection waits for them at most: where appends hang,
 * everybody else goes on reading.
 */
export class SettledHead {
  private running?: Promise<Position>;
  private next?: Promise<Position>;

  constructor(private readonly pool: Pool) {}

  /**
   * Whoever asks while an answer is under way shares the one after it, which looks at the log later than they asked; and its
   * failure, so that nobody waits twice for what hangs.
   */
  read(): Promise<Position> {
    return (this.next ??= this.readAfterRunning());
  }

  private async readAfterRunning(): Promise<Position> {
    try {
      await this.running;
    } finally {
      this.next = undefined;
    }
    this.running = this.ask();
    try {
      return await this.running;
    } finally {
      this.running = undefined;
    }
  }

  private async ask(): Promise<Position> {
    try {
      const answers = (await this.pool.query(SETTLED_HEAD)) as unknown as readonly QueryResult<{ position: string }>[];
      const position = answers.flatMap(({ rows }) => rows).at(-1)?.position;
      return position ? positionOf(position) : START;
    } catch (error) {
      throw asStoreError(error);
    }
  }
}

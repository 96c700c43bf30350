import { Kysely, PostgresDialect } from 'kysely';
import { openPool } from '@opsledger/event-store';
import type { Pool } from 'pg';
import type { Logger } from '../logging/logger';
import { lostTogether } from './lost-together';
import { rowTyped } from './row-typed-pool';

/** Where the database is, and what its connections may take. */
export interface DatabaseOptions {
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** Connections at most; 20 by default. */
  readonly poolSize?: number;
  /** Milliseconds to wait for a connection; 5,000 by default. */
  readonly connectTimeout?: number;
  /** Milliseconds a statement may take; 30,000 by default. 0: as long as it needs, for building projections. */
  readonly statementTimeout?: number;
  /**
   * Milliseconds until a server that says nothing is given up, connection and all. By default five seconds more than a
   * statement may take, or 120,000 where it may take any time; a statement that needs longer is asked as `longRunning`.
   */
  readonly queryTimeout?: number;
  /** Milliseconds until an unused connection is closed; 30,000 by default. */
  readonly idleTimeout?: number;
  readonly logger?: Logger;
  /** Told of each connection that is lost while idle; several pools may have one, such as `lostTogether`. */
  readonly onIdleLost?: (error: Error) => void;
}

/** One pool, for plain SQL and for Kysely; what Kysely reads are instants as ISO strings and numbers as numbers. */
export class Database {
  readonly pool: Pool;
  readonly kysely: Kysely<any>;

  constructor({ url, applicationName = 'opsledger', logger, onIdleLost, ...limits }: DatabaseOptions) {
    const statementTimeout = limits.statementTimeout ?? 30_000;
    const settings = {
      connectionString: url,
      application_name: applicationName,
      max: limits.poolSize ?? 20,
      connectionTimeoutMillis: limits.connectTimeout ?? 5_000,
      idleTimeoutMillis: limits.idleTimeout ?? 30_000,
      statement_timeout: statementTimeout,
      query_timeout: limits.queryTimeout ?? (statementTimeout === 0 ? 120_000 : statementTimeout + 5_000),
      idle_in_transaction_session_timeout: 60_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    };
    const lost = onIdleLost ?? (logger && lostTogether(logger));
    // An ended pool's last clients are no loss.
    this.pool = openPool(settings, (error) => {
      if (!this.pool.ending) lost?.(error);
    });
    this.kysely = new Kysely<any>({ dialect: new PostgresDialect({ pool: rowTyped(this.pool) }) });
  }

  /** Throws when the database does not answer. */
  async ping(): Promise<void> {
    await this.pool.query('select 1');
  }

  /** Ends the pool once all its queries are done. */
  async close(): Promise<void> {
    await this.kysely.destroy();
    // Kysely ends the pool only if it ever used it.
    if (!this.pool.ending) await this.pool.end();
  }
}

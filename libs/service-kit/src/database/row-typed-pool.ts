import { ROW_TYPES } from '@opsledger/event-sourcing';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { preparedName } from './prepared';

/**
 * The same pool, but what is read comes as the folds wrote it: instants as ISO strings, every number a number.
 * Only for Kysely: what else uses the pool expects pg's own types.
 */
export const rowTyped = (pool: Pool): PostgresPool => ({
  connect: async () => rowTypedClient(await pool.connect()),
  end: () => pool.end(),
});

function rowTypedClient(client: PoolClient): PostgresPoolClient {
  function query<R>(statement: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query(statement: any, values?: readonly unknown[]): unknown {
    if (typeof statement !== 'string') return client.query(statement);
    const name = preparedName(statement);
    return client.query({ text: statement, values: values as unknown[], types: ROW_TYPES, ...(name && { name }) });
  }
  return { query, release: () => client.release() };
}

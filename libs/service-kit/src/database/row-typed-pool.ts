import { ROW_TYPES } from '@opsledger/event-sourcing';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { isSilence } from './database-errors';
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
  let silent = false;
  const query = (statement: unknown, values?: readonly unknown[]): unknown => {
    if (typeof statement !== 'string') return client.query(statement as never);
    const name = preparedName(statement);
    return client
      .query({ text: statement, values: values as unknown[], types: ROW_TYPES, ...(name && { name }) })
      .catch((error: unknown) => {
        silent ||= isSilence(error);
        throw error;
      });
  };
  // The query that was given up still occupies its connection: whoever got that next would wait behind it.
  return { query: query as PostgresPoolClient['query'], release: () => client.release(silent) };
}

import type { Pool, PoolClient } from 'pg';
import { connect } from './connect';

/** Whoever waits for a query learns of a lost connection from its rejection; nobody else needs to. */
const ignore = (): void => undefined;

/** Runs work in one transaction; a failure undoes it and drops the connection, whatever state it was in. */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  end: 'commit' | 'rollback' = 'commit',
): Promise<T> {
  const client = await connect(pool, () => ignore);
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query(end);
    client.off('error', ignore);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

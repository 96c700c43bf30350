import type { Pool, PoolClient } from 'pg';

/** Whoever waits for a query learns of a lost connection from its rejection; nobody else needs to. */
const ignore = (): void => undefined;

/** Runs work in one transaction; a failure undoes it and drops the connection, whatever state it was in. */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  end: 'commit' | 'rollback' = 'commit',
): Promise<T> {
  const client = await pool.connect();
  client.on('error', ignore);
  let failure: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query(end);
    return result;
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(failure);
  }
}

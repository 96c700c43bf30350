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
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query(end);
    client.off('error', ignore);
    client.release();
    return result;
  } catch (error) {
    // Still listening: a connection being dropped may yet tell that it was lost.
    client.release(true);
    throw error;
  }
}

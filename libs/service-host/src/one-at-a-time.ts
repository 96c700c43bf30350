import { longRunning } from '@opsledger/event-store';
import type { Pool } from 'pg';

/** Does the work while no other process on the same database does what goes by this name. */
export async function oneAtATime<T>(pool: Pool, name: string, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let done = false;
  try {
    await client.query(longRunning('select pg_advisory_lock(hashtextextended($1, 0))', [name]));
    const result = await work();
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
    done = true;
    return result;
  } finally {
    // A connection that goes away takes its lock with it.
    client.release(!done);
  }
}

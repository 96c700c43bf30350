import type { TestDatabase } from '@opsledger/testing';

/** How many sessions of this database hold an advisory lock, or wait for one: the server has other databases, of other specs. */
export async function advisoryLocks(
  { pool }: TestDatabase,
  which: 'held alone' | 'held shared' | 'waited for',
): Promise<number> {
  const { rowCount } = await pool.query(
    `select from pg_locks join pg_database on pg_database.oid = pg_locks.database
     where locktype = 'advisory' and datname = current_database() and granted = $1 and mode = any($2)`,
    [which !== 'waited for', MODES[which]],
  );
  return rowCount!;
}

const MODES = {
  'held alone': ['ExclusiveLock'],
  'held shared': ['ShareLock'],
  'waited for': ['ExclusiveLock', 'ShareLock'],
} as const;

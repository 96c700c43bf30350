import type { Pool, PoolClient } from 'pg';
import { DatabaseAhead } from '../errors';
import { longRunning } from './long-running';

/** One step of a schema; once released it never changes. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Any number; equal in every process, so that only one of them migrates at a time. */
const LOCK = 7_305_110_001;

/**
 * Brings a component's tables up to date, each migration once and in order, in one transaction.
 * Safe when several instances start at once: the others wait and find nothing to do.
 *
 * @throws DatabaseAhead when a later version was here: nothing is changed then
 */
export async function runMigrations(pool: Pool, component: string, migrations: readonly Migration[]): Promise<void> {
  const client = await pool.connect();
  try {
    // Whatever the default is: what another instance did must be seen after waiting for it.
    await client.query('begin isolation level read committed');
    await client.query(longRunning('select pg_advisory_xact_lock($1)', [LOCK]));
    await applyMissing(client, component, migrations);
    await client.query('commit');
    client.release();
  } catch (error) {
    // The connection goes away with its open transaction, whatever state it is in.
    client.release(true);
    throw error;
  }
}

async function applyMissing(client: PoolClient, component: string, migrations: readonly Migration[]): Promise<void> {
  await client.query(`
    create schema if not exists opsledger;
    create table if not exists opsledger.migrations (
      component text not null,
      version integer not null,
      name text not null,
      applied_at timestamptz not null default now(),
      primary key (component, version)
    )`);
  const { rows } = await client.query<{ version: number }>(
    'select coalesce(max(version), 0) as version from opsledger.migrations where component = $1',
    [component],
  );
  const applied = rows[0]?.version ?? 0;
  if (applied > migrations.length) throw new DatabaseAhead(component, applied, migrations.length);
  for (const [index, { name, sql }] of migrations.entries()) {
    if (index < applied) continue;
    await client.query(longRunning(sql));
    await client.query('insert into opsledger.migrations (component, version, name) values ($1, $2, $3)', [
      component,
      index + 1,
      name,
    ]);
  }
}

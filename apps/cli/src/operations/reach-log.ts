import { join, resolve } from 'node:path';
import { clusterExists, readCredentials, startEmbeddedPostgres, urlOf } from '@opsledger/embedded-postgres';
import { openPool, placeOf, reasonOf } from '@opsledger/event-store';
import type { Pool } from 'pg';
import { CliError, EXIT } from '../client/errors';

interface ReachedDatabase {
  readonly pool: Pool;
  readonly url: string;
  leave(): Promise<void>;
}

/**
 * The PostgreSQL at an address, or the embedded one of a data directory, whether the suite runs on it or not.
 *
 * @throws CliError that says why it cannot be had; a password is not in it
 */
export async function reachDatabase(url: string | undefined, dataDir: string): Promise<ReachedDatabase> {
  if (url) {
    requireDatabaseUrl(url);
    const pool = await connected(url).catch((error: unknown) => {
      throw new CliError(
        `The database at ${placeOf(url)} cannot be used (${reasonOf(error)}): check its address.`,
        EXIT.unreachable,
      );
    });
    return { pool, url, leave: () => pool.end() };
  }
  const directory = resolve(dataDir);
  const credentials = readCredentials(join(directory, 'postgres.json'));
  if (!credentials) throw nothingToReach(directory);
  // The suite may be running on it: then its own server is asked, and left alone afterwards.
  const runningUrl = urlOf(credentials);
  try {
    const pool = await connected(runningUrl);
    return { pool, url: runningUrl, leave: () => pool.end() };
  } catch (error) {
    return started(directory, reasonOf(error));
  }
}

function nothingToReach(directory: string): CliError {
  const missing = clusterExists(join(directory, 'postgres'))
    ? `${join(directory, 'postgres.json')}, which holds the password of the database beside it, is missing: restore it from a backup, or`
    : `There is no data in ${directory}: set OPSLEDGER_DATA as the suite has it, or`;
  return new CliError(`${missing} give --data or --database-url.`, EXIT.usage);
}

/** @param notRunning why it cannot be had from a server that runs: the real reason where that is taken for away */
async function started(dataDir: string, notRunning: string): Promise<ReachedDatabase> {
  const cluster = join(dataDir, 'postgres');
  // Starting would make an empty one.
  if (!clusterExists(cluster))
    throw new CliError(
      `There is no database in ${cluster}, though postgres.json beside it tells of one: restore it from a backup, or give --data or --database-url.`,
      EXIT.usage,
    );
  const server = await startEmbeddedPostgres({ dataDir }).catch((error: unknown) => {
    throw new CliError(`${reasonOf(error)} Where it ran last it cannot be used (${notRunning}).`, EXIT.unreachable);
  });
  const pool = openPool({ connectionString: server.url, max: 1 });
  return { pool, url: server.url, leave: () => pool.end().then(() => server.stop()) };
}

/** @throws CliError, wrong usage, that does not repeat the address: a password may be in it */
export function requireDatabaseUrl(url: string): void {
  if (/^postgres(ql)?:\/\//i.test(url) && URL.canParse(url)) return;
  throw new CliError(
    'No PostgreSQL can be at the address given: it looks like postgres://user:password@host:5432/database.',
    EXIT.usage,
  );
}

/** How many events the log in a database has. */
export async function eventCount(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ log: string | null }>(`select to_regclass('opsledger.events')::text as log`);
  if (!rows[0]?.log) throw new CliError('This database holds no log of Opsledger.', EXIT.usage);
  const { rows: events } = await pool.query<{ count: string }>(
    'select coalesce(max(position), 0) as count from opsledger.events',
  );
  return Number(events[0]!.count);
}

/** @throws Error with what the server or the network says against it */
async function connected(url: string): Promise<Pool> {
  const pool = openPool({ connectionString: url, max: 1 });
  try {
    await pool.query('select 1');
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readCredentials, startEmbeddedPostgres, urlOf } from '@opsledger/embedded-postgres';
import {
  linesOf,
  loadVerifyingKey,
  openPool,
  verifyLog,
  type Checkpoint,
  type VerifyReport,
} from '@opsledger/event-store';
import type { Pool } from 'pg';
import { CliError, EXIT } from '../client/errors';
import { progressOf, type Terminal } from '../terminal/progress';

export interface VerifyRequest {
  readonly databaseUrl?: string;
  /** Data directory of the embedded PostgreSQL; used when there is no database URL. */
  readonly dataDir: string;
  /** PEM file of the key that signs checkpoints, either half. */
  readonly key?: string;
  /** JSON file of a checkpoint kept elsewhere. */
  readonly checkpoint?: string;
}

/** Checks the whole log where it lies; needs no running Opsledger, and disturbs none. */
export async function verify(request: VerifyRequest, terminal: Terminal): Promise<VerifyReport> {
  const keyFile = request.key ?? keptBySuite(request, 'checkpoint-key.pem.pub');
  const anchorFile = request.checkpoint ?? (keyFile && keptBySuite(request, 'last-checkpoint.json'));
  const key = keyFile === undefined ? undefined : readKey(keyFile);
  const anchor = anchorFile === undefined ? undefined : readAnchor(anchorFile);
  if (anchor && !key)
    throw new CliError('--checkpoint needs --key: without it nobody can tell a genuine checkpoint.', EXIT.usage);
  const database = await reach(request);
  try {
    const total = await eventCount(database.pool);
    const progress = progressOf(terminal, 'Verifying events', total);
    try {
      return await verifyLog(database.pool, { key, anchor, onProgress: (events) => progress.reach(events) });
    } finally {
      progress.done();
    }
  } finally {
    await database.leave();
  }
}

/** What the suite keeps in its data directory, outside the database. */
function keptBySuite({ databaseUrl, dataDir }: VerifyRequest, file: string): string | undefined {
  const path = join(dataDir, file);
  return databaseUrl === undefined && existsSync(path) ? path : undefined;
}

export const verdict = (report: VerifyReport): string => `${linesOf(report).join('\n')}\n`;

interface Reached {
  readonly pool: Pool;
  leave(): Promise<void>;
}

async function reach({ databaseUrl, dataDir }: VerifyRequest): Promise<Reached> {
  if (databaseUrl) {
    const pool = openPool({ connectionString: databaseUrl, max: 1 });
    if (await answers(pool)) return { pool, leave: () => pool.end() };
    await pool.end();
    throw new CliError(`The database at ${new URL(databaseUrl).host} does not answer.`, EXIT.unreachable);
  }
  const directory = resolve(dataDir);
  const credentials = readCredentials(join(directory, 'postgres.json'));
  if (!credentials) throw new CliError(`There is no data in ${directory}: give --data or --database-url.`, EXIT.usage);
  // The suite may be running on it: then its own server is asked, and left alone afterwards.
  const running = openPool({ connectionString: urlOf(credentials), max: 1 });
  if (await answers(running)) return { pool: running, leave: () => running.end() };
  await running.end();
  const server = await startEmbeddedPostgres({ dataDir: directory });
  const pool = openPool({ connectionString: server.url, max: 1 });
  return { pool, leave: () => pool.end().then(() => server.stop()) };
}

async function answers(pool: Pool): Promise<boolean> {
  try {
    await pool.query('select 1');
    return true;
  } catch {
    return false;
  }
}

async function eventCount(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ log: string | null }>(`select to_regclass('opsledger.events')::text as log`);
  if (!rows[0]?.log) throw new CliError('This database holds no log of Opsledger.', EXIT.usage);
  const { rows: events } = await pool.query<{ count: string }>(
    'select coalesce(max(position), 0) as count from opsledger.events',
  );
  return Number(events[0]!.count);
}

function readKey(file: string) {
  if (!existsSync(file)) throw new CliError(`There is no key file ${file}.`, EXIT.usage);
  return loadVerifyingKey(file);
}

function readAnchor(file: string): Checkpoint {
  try {
    const checkpoint = JSON.parse(readFileSync(file, 'utf8')) as Partial<Checkpoint>;
    if (typeof checkpoint.number === 'number' && typeof checkpoint.signature === 'string')
      return checkpoint as Checkpoint;
  } catch (error) {
    throw new CliError(`${file} cannot be read as a checkpoint: ${(error as Error).message}`, EXIT.usage);
  }
  throw new CliError(`${file} holds no checkpoint: it needs number, position, digest and signature.`, EXIT.usage);
}

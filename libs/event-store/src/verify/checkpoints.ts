import type { KeyObject } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { systemClock, type Clock } from '../clock';
import { positionOf } from '../encoded-event';
import { START } from '../event';
import { LogDigest, signCheckpoint, type Checkpoint } from './checkpoint';

const COLUMNS = `number, after_position, position, digest, previous, signature,
  to_char(signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as signed_at`;
const LOCK = 7_305_110_003;
const PAGE = 10_000;

interface Row {
  readonly number: number;
  readonly after_position: string;
  readonly position: string;
  readonly digest: string;
  readonly previous: string;
  readonly signed_at: string;
  readonly signature: string;
}

/** All checkpoints in the database, in order. */
export async function readCheckpoints(pool: Pool): Promise<Checkpoint[]> {
  const { rows } = await pool.query<Row>(`select ${COLUMNS} from opsledger.signed_checkpoints order by number`);
  return rows.map(checkpointOf);
}

/** The latest checkpoint, to be kept elsewhere as an anchor; `undefined` when there is none. */
export async function lastCheckpoint(pool: Pool | PoolClient): Promise<Checkpoint | undefined> {
  const { rows } = await pool.query<Row>(
    `select ${COLUMNS} from opsledger.signed_checkpoints order by number desc limit 1`,
  );
  return rows[0] && checkpointOf(rows[0]);
}

/** The log is not what was signed: what is there now is not signed over it. */
export class LogNotAsSigned extends Error {
  constructor(
    { number, signedAt, position }: Checkpoint,
    found: string,
    /** Whether the database holds the checkpoint: if not, it is as old as the log may be. */
    readonly isInDatabase: boolean,
  ) {
    super(`Checkpoint ${number} of ${signedAt} signed the log up to position ${Number(position)}, but ${found}.`);
    this.name = 'LogNotAsSigned';
  }
}

/** What else there is to know when a checkpoint is written. */
export interface SigningOptions {
  /** The last checkpoint as it was kept outside the database. */
  readonly kept?: Checkpoint;
  readonly clock?: Clock;
}

/**
 * Signs what was recorded since the last checkpoint. Answers the new checkpoint, or the last one when nothing
 * was recorded since; `undefined` while the log is empty. Safe when several processes do it at once.
 *
 * @throws LogNotAsSigned when the log lost its end, or what was signed last is not there any more
 * @throws Error when events are missing since the last checkpoint: nothing is signed then
 */
export async function writeCheckpoint(
  pool: Pool,
  key: KeyObject,
  { kept, clock = systemClock }: SigningOptions = {},
): Promise<Checkpoint | undefined> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level read committed');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const end = await endOf(client);
    const last = await lastCheckpoint(client);
    if (kept) await requireInDatabase(client, kept, end);
    const checkpoint = await signNews(client, { last, end }, key, clock);
    await client.query('commit');
    client.release();
    return checkpoint;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** What is to be signed: what the log holds behind the last checkpoint, up to its end as it was looked at. */
interface News {
  readonly last: Checkpoint | undefined;
  readonly end: number;
}

async function signNews(
  client: PoolClient,
  { last, end }: News,
  key: KeyObject,
  clock: Clock,
): Promise<Checkpoint | undefined> {
  const after = last?.position ?? START;
  if (end === Number(after)) return last;
  if (last) await requireAsSigned(client, last, end);
  const checkpoint = signCheckpoint(
    {
      number: (last?.number ?? 0) + 1,
      after,
      position: positionOf(end),
      digest: await digestOf(client, Number(after), end),
      previous: last?.signature ?? '',
      signedAt: clock().toISOString(),
    },
    key,
  );
  await client.query(
    `insert into opsledger.signed_checkpoints (number, after_position, position, digest, previous, signed_at, signature)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      checkpoint.number,
      Number(after),
      end,
      checkpoint.digest,
      checkpoint.previous,
      checkpoint.signedAt,
      checkpoint.signature,
    ],
  );
  return checkpoint;
}

async function endOf(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ position: string }>(
    'select position from opsledger.events order by position desc limit 1',
  );
  return Number(rows[0]?.position ?? 0);
}

/** A backup that was restored may be older than the checkpoint: then both log and checkpoints fit, and yet facts are gone. */
async function requireInDatabase(client: PoolClient, kept: Checkpoint, end: number): Promise<void> {
  const { rowCount } = await client.query(
    'select from opsledger.signed_checkpoints where number = $1 and signature = $2',
    [kept.number, kept.signature],
  );
  if (rowCount === 0) throw new LogNotAsSigned(kept, `is not in the database; the log ends at ${end}`, false);
}

/** Also where the log has grown past its old end since: other events lie there then. */
async function requireAsSigned(client: PoolClient, last: Checkpoint, end: number): Promise<void> {
  if (end < Number(last.position)) throw new LogNotAsSigned(last, `it ends at ${end}`, true);
  if ((await digestOf(client, Number(last.after), Number(last.position))) !== last.digest)
    throw new LogNotAsSigned(last, 'other events are there', true);
}

/** Over what lies behind the one position, up to the other. */
async function digestOf(client: PoolClient, after: number, until: number): Promise<string> {
  const digest = new LogDigest();
  for (let last = after; last < until;) {
    const { rows } = await client.query<{ position: string; hash: string }>(
      `select position, encode(hash, 'hex') as hash from opsledger.events
        where position > $1 and position <= $2 order by position limit ${PAGE}`,
      [last, until],
    );
    if (rows.length === 0) throw eventMissing(last + 1);
    for (const { position, hash } of rows) {
      if (Number(position) !== ++last) throw eventMissing(last);
      digest.add(hash);
    }
  }
  return digest.end();
}

const eventMissing = (position: number): Error =>
  new Error(`Event ${position} of the log is missing: no checkpoint is signed; verify the log.`);

const checkpointOf = (row: Row): Checkpoint => ({
  number: row.number,
  after: positionOf(row.after_position),
  position: positionOf(row.position),
  digest: row.digest,
  previous: row.previous,
  signedAt: row.signed_at,
  signature: row.signature,
});

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

/**
 * Signs what was recorded since the last checkpoint. Answers the new checkpoint, or the last one when nothing
 * was recorded since; `undefined` while the log is empty. Safe when several processes do it at once.
 *
 * @throws Error when events are missing since the last checkpoint: nothing is signed then
 */
export async function writeCheckpoint(
  pool: Pool,
  key: KeyObject,
  clock: Clock = systemClock,
): Promise<Checkpoint | undefined> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level read committed');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const checkpoint = await signNews(client, key, clock);
    await client.query('commit');
    client.release();
    return checkpoint;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function signNews(client: PoolClient, key: KeyObject, clock: Clock): Promise<Checkpoint | undefined> {
  const last = await lastCheckpoint(client);
  const after = last?.position ?? START;
  const { digest, position } = await digestAfter(client, Number(after));
  if (position === after) return last;
  const checkpoint = signCheckpoint(
    {
      number: (last?.number ?? 0) + 1,
      after,
      position,
      digest,
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
      Number(position),
      digest,
      checkpoint.previous,
      checkpoint.signedAt,
      checkpoint.signature,
    ],
  );
  return checkpoint;
}

async function digestAfter(client: PoolClient, after: number): Promise<{ digest: string; position: string }> {
  const digest = new LogDigest();
  for (let last = after; ;) {
    const { rows } = await client.query<{ position: string; hash: string }>(
      `select position, encode(hash, 'hex') as hash from opsledger.events
        where position > $1 order by position limit ${PAGE}`,
      [last],
    );
    for (const { position, hash } of rows) {
      if (Number(position) !== ++last)
        throw new Error(`Event ${last} of the log is missing: no checkpoint is signed; verify the log.`);
      digest.add(hash);
    }
    if (rows.length < PAGE) return { digest: digest.end(), position: positionOf(last) };
  }
}

const checkpointOf = (row: Row): Checkpoint => ({
  number: row.number,
  after: positionOf(row.after_position),
  position: positionOf(row.position),
  digest: row.digest,
  previous: row.previous,
  signedAt: row.signed_at,
  signature: row.signature,
});

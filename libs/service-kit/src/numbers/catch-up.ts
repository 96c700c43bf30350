import { START, type EventStore, type Position } from '@opsledger/event-store';
import type { Pool, PoolClient } from 'pg';
import { CREATE_SEQUENCE, SCHEMA } from './numbers';
import { NumbersInUse } from './numbers-in-use';

const PAGE = 1_000;

const CREATE = `
  do $$ begin
    perform pg_advisory_xact_lock(hashtextextended('${SCHEMA}', 0));
    create schema if not exists ${SCHEMA};
    create table if not exists ${SCHEMA}.caught_up (
      log text primary key, position text not null collate "C", caught_up_at timestamptz not null default now());
    comment on table ${SCHEMA}.caught_up is 'How far the log was searched for numbers that are in use';
  end $$`;

/**
 * Sees to it that no number is handed out that the log holds already. The sequences are not in the log: beside a log
 * that was copied or restored on its own they would begin at one again.
 *
 * A log that lies in the same database is backed up and restored with its sequences, so it is searched once; one that lies
 * elsewhere may have gone further than them, so each start looks at what is new.
 */
export async function catchUpNumbers(pool: Pool, store: EventStore): Promise<ReadonlyMap<string, number>> {
  await pool.query(CREATE);
  const after = await caughtUpTo(pool, store.log);
  if (after !== undefined && store.log === 'database') return new Map();
  const { highest, position } = await search(store, after ?? START);
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const [prefix, number] of highest) await raise(client, prefix.toLowerCase(), number);
    await client.query(
      `insert into ${SCHEMA}.caught_up (log, position) values ($1, $2)
       on conflict (log) do update set position = excluded.position, caught_up_at = now()`,
      [store.log, position],
    );
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
  return highest;
}

async function caughtUpTo(pool: Pool, log: string): Promise<Position | undefined> {
  const text = `select position from ${SCHEMA}.caught_up where log = $1`;
  return (await pool.query<{ position: Position }>(text, [log])).rows[0]?.position;
}

async function search(
  store: EventStore,
  after: Position,
): Promise<{ highest: ReadonlyMap<string, number>; position: Position }> {
  const inUse = new NumbersInUse();
  for (let position = after; ;) {
    const page = await store.readAll({ after: position, limit: PAGE });
    inUse.add(page);
    position = page.at(-1)?.position ?? position;
    if (page.length < PAGE) return { highest: inUse.highest, position };
  }
}

/** Altering the sequence keeps others from taking a number between the look and the raise. */
async function raise(client: PoolClient, sequence: string, number: number): Promise<void> {
  await client.query(CREATE_SEQUENCE(sequence));
  await client.query(`alter sequence ${SCHEMA}.${sequence} increment by 1`);
  await client.query(
    `select setval('${SCHEMA}.${sequence}', $1) from ${SCHEMA}.${sequence} where last_value < $1 or not is_called`,
    [number],
  );
}

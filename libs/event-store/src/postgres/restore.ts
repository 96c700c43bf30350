import { DatabaseError, type Pool, type PoolClient } from 'pg';
import type { StoredEvent } from '../encoded-event';
import { EventIdTaken } from '../errors';
import { APPEND_LOCK, CHANNEL } from './append-function';
import { arrays } from './binary-arrays';
import { asStoreError } from './store-errors';
import { shareForTransaction } from './writers-lock';

const INSERT = `
  insert into opsledger.events
    (position, stream_id, revision, id, type, data, metadata, occurred_at, recorded_at, hash)
  select $1::bigint + e.n, e.stream, e.revision, e.id, e.type, e.data, e.metadata, e.occurred, e.recorded, e.hash
    from unnest($2::text[], $3::integer[], $4::uuid[], $5::text[], $6::json[], $7::json[], $8::timestamptz[],
      $9::timestamptz[], $10::bytea[]) with ordinality
      as e (stream, revision, id, type, data, metadata, occurred, recorded, hash, n)`;

/**
 * Appends events as they are, in one transaction.
 *
 * @throws EventIdTaken, StoreUnavailable, LogTaken
 */
export async function restoreEvents(pool: Pool, events: readonly StoredEvent[]): Promise<void> {
  const client = await pool.connect().catch((error: unknown) => {
    throw asStoreError(error);
  });
  try {
    await client.query('begin isolation level read committed');
    await insert(client, events);
    await client.query('commit');
    client.release();
  } catch (error) {
    // The connection goes away with its open transaction, whatever state it is in.
    client.release(true);
    throw error instanceof DatabaseError && error.constraint === 'events_id_key'
      ? idTaken(error, events)
      : asStoreError(error);
  }
}

async function insert(client: PoolClient, events: readonly StoredEvent[]): Promise<void> {
  await shareForTransaction(client);
  await client.query('select pg_advisory_xact_lock($1)', [APPEND_LOCK]);
  const { rows } = await client.query<{ last: string }>(
    'select coalesce(max(position), 0)::text as last from opsledger.events',
  );
  const last = rows[0]?.last ?? '0';
  await client.query(INSERT, [
    last,
    arrays.text(events.map(({ streamId }) => streamId)),
    arrays.int4(events.map(({ revision }) => revision)),
    arrays.uuid(events.map(({ id }) => id)),
    arrays.text(events.map(({ type }) => type)),
    arrays.json(events.map(({ data }) => data)),
    arrays.json(events.map(({ metadata }) => metadata)),
    arrays.timestamptz(events.map(({ occurredAt }) => occurredAt)),
    arrays.timestamptz(events.map(({ recordedAt }) => recordedAt)),
    arrays.bytea(events.map(({ hash }) => hash)),
  ]);
  await client.query('select pg_notify($1, $2)', [CHANNEL, String(Number(last) + events.length)]);
}

/** Where ids are unique within a stream only, two streams may hold the same one. */
function idTaken(error: DatabaseError, events: readonly StoredEvent[]): EventIdTaken {
  const id = /\(id\)=\(([0-9a-f-]{36})\)/.exec(error.detail ?? '')?.[1];
  return new EventIdTaken(id ?? events[0]?.id ?? '');
}

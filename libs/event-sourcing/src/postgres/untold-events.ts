import type { Position, RecordedEvent } from '@opsledger/event-store';
import type { Connection } from './checkpoints';

/** An event that a projection or process could not apply, and why. */
export interface DeadLetter {
  readonly reader: { readonly kind: 'projection' | 'process'; readonly name: string };
  /** Row (projection) or stream (process) that waits until the event is applied. */
  readonly key: string;
  readonly event: RecordedEvent;
  readonly error: string;
  readonly attempts: number;
  /** ISO 8601 UTC. */
  readonly parkedAt: string;
}

/** A dead letter nobody was told of, with what finds its row again. */
export interface Untold {
  readonly letter: DeadLetter;
  readonly checkpointId: string;
}

interface Row extends Omit<DeadLetter, 'reader' | 'parkedAt'> {
  readonly checkpointId: string;
  readonly kind: DeadLetter['reader']['kind'];
  readonly name: string;
  readonly parkedAt: Date;
}

/** The oldest events that failed and that nobody was told of; what only waits behind one of them has not failed. */
export async function untoldEvents(connection: Connection, limit: number): Promise<readonly Untold[]> {
  const { rows } = await connection.query<Row>(
    `select p.checkpoint_id as "checkpointId", c.reader as kind, p.reader as name, p.key, p.event, p.error, p.attempts,
       p.parked_at as "parkedAt"
     from opsledger.parked_events p join opsledger.checkpoints c on c.id = p.checkpoint_id
     where p.told_at is null and p.error is not null
     order by p.parked_at, p.position, p.checkpoint_id, p.key limit $1`,
    [limit],
  );
  return rows.map(({ checkpointId, kind, name, parkedAt, ...rest }) => ({
    checkpointId,
    letter: { ...rest, reader: { kind, name }, parkedAt: parkedAt.toISOString() },
  }));
}

/** How many events failed and have not been told of yet; those that only wait behind one are not counted. */
export async function countUntold(connection: Connection): Promise<number> {
  const { rows } = await connection.query<{ count: number }>(
    'select count(*)::integer as count from opsledger.parked_events where told_at is null and error is not null',
  );
  return rows[0]?.count ?? 0;
}

/** So that nobody is told twice; what was applied meanwhile is there no more, and marks nothing. */
export async function markTold(connection: Connection, told: readonly Untold[]): Promise<void> {
  const columns = { checkpoints: [] as string[], keys: [] as string[], positions: [] as Position[] };
  for (const { checkpointId, letter } of told) {
    columns.checkpoints.push(checkpointId);
    columns.keys.push(letter.key);
    columns.positions.push(letter.event.position);
  }
  await connection.query(
    `update opsledger.parked_events p set told_at = now()
     from unnest($1::bigint[], $2::text[], $3::text[]) as t (checkpoint_id, key, position)
     where p.checkpoint_id = t.checkpoint_id and p.key = t.key and p.position = t.position`,
    [columns.checkpoints, columns.keys, columns.positions],
  );
}

import type { Position, RecordedEvent } from '@opsledger/event-store';
import type { Log } from '../log';
import type { Checkpoint, Connection } from './checkpoints';

/** An event that could not be applied for a key, or waits behind one that could not. */
export interface Parking {
  readonly key: string;
  readonly event: RecordedEvent;
  readonly error?: Error;
}

/** What trying parked events again came to. */
export interface Retried {
  /** Events that were applied and are parked no more. */
  readonly applied: number;
  /** Keys whose first parked event failed again. */
  readonly stillParked: number;
}

/** An event as it was parked. */
export interface ParkedEvent {
  readonly key: string;
  readonly position: Position;
  readonly event: RecordedEvent;
  /** `null` for an event that only waits behind another. */
  readonly error: string | null;
  readonly attempts: number;
  readonly parkedAt: Date;
}

/** Parks what $4 lists, for checkpoint $1 under its reader's name; part of a statement that has a `fence`. */
export const parkFrom = (parameter: string): string => `
  insert into opsledger.parked_events (checkpoint_id, reader, key, position, event_id, event_type, event, error, attempts)
  select fence.id, p.reader, p.key, p.position, p.event_id, p.event_type, p.event::json, p.error, p.attempts
  from fence, json_to_recordset(${parameter}) as p
    (reader text, key text, position text, event_id uuid, event_type text, event text, error text, attempts integer)`;

/** The parameter of `parkFrom`. */
export const parkingRows = (reader: string, parked: readonly Parking[], attempts: number): string =>
  JSON.stringify(
    parked.map(({ key, event, error }) => ({
      reader,
      key,
      position: event.position,
      event_id: event.id,
      event_type: event.type,
      // Text within JSON: an event that PostgreSQL cannot read is parked all the same.
      event: JSON.stringify(event),
      error: error && messageOf(error),
      attempts: error ? attempts : 0,
    })),
  );

/** Tells the log what could not be applied, in the word that people know it by; what only waits behind it is not told. */
export function tellDeadLetters(log: Log, reader: object, parked: readonly Parking[]): void {
  for (const { key, event, error } of parked)
    if (error)
      log.error(
        { ...reader, key, event: event.id, err: error },
        'An event could not be applied: it is a dead letter, and what comes after it for its key waits',
      );
}

/** Text as PostgreSQL can keep it; an error about a NUL character may quote it. */
const messageOf = ({ name, message }: Error): string => `${name}: ${message}`.replaceAll('\0', '\\0').slice(0, 2_000);

/** Keys for which later events wait: a row or stream that missed one event must not see the next. */
export async function parkedKeys(connection: Connection, { id }: Checkpoint): Promise<Set<string>> {
  const { rows } = await connection.query<{ key: string }>(
    'select distinct key from opsledger.parked_events where checkpoint_id = $1',
    [id],
  );
  return new Set(rows.map(({ key }) => key));
}

/** Events that failed and those that wait behind them, together. */
export async function countParked(connection: Connection, { id }: Checkpoint): Promise<number> {
  const { rows } = await connection.query<{ count: number }>(
    'select count(*)::integer as count from opsledger.parked_events where checkpoint_id = $1',
    [id],
  );
  return rows[0]?.count ?? 0;
}

/** Parked events of one key in log order. */
export async function parkedEventsOf(
  connection: Connection,
  { id }: Checkpoint,
  key: string,
): Promise<readonly ParkedEvent[]> {
  const { rows } = await connection.query<ParkedEvent>(
    `select key, position, event, error, attempts, parked_at as "parkedAt"
     from opsledger.parked_events where checkpoint_id = $1 and key = $2 order by position`,
    [id, key],
  );
  return rows;
}

/** Events of one key that were applied after all. */
export async function unpark(
  connection: Connection,
  { id }: Checkpoint,
  key: string,
  before: Position | undefined,
): Promise<number> {
  const { rowCount } = await connection.query(
    'delete from opsledger.parked_events where checkpoint_id = $1 and key = $2 and ($3::text is null or position < $3)',
    [id, key, before],
  );
  return rowCount ?? 0;
}

/** Notes that a parked event failed once more, and why; it stays parked. */
export async function recordFailure(
  connection: Connection,
  { id }: Checkpoint,
  { key, event, error }: Parking,
): Promise<void> {
  await connection.query(
    `update opsledger.parked_events set error = $4, attempts = attempts + 1
     where checkpoint_id = $1 and key = $2 and position = $3`,
    [id, key, event.position, error && messageOf(error)],
  );
}

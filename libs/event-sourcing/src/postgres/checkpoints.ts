import { START, type Position } from '@opsledger/event-store';
import type { Pool, PoolClient } from 'pg';

/** A pool where a statement stands alone; a client of it inside a transaction. */
export type Connection = Pool | PoolClient;

/** How far a reader has come, and its right to write: only who knows the current epoch may move it. */
export interface Checkpoint {
  readonly id: string;
  readonly version: number;
  readonly state: 'live' | 'building';
  readonly position: Position;
  readonly epoch: string;
  readonly shape: string | null;
}

/** Who follows the log: names are unique within a kind. */
export interface Reader {
  readonly kind: 'projection' | 'process' | 'publisher';
  readonly name: string;
}

const COLUMNS = 'id, version, state, position, epoch, shape';

/**
 * Moves checkpoint $1 of epoch $2 to position $3 and yields a row, or none when somebody else has taken over.
 * The commit need not wait for the disk: what a crash takes away is read from the log again.
 */
export const MOVE = `
  update opsledger.checkpoints set position = $3, updated_at = now()
  where id = $1 and epoch = $2 and set_config('synchronous_commit', 'off', true) = 'off'
  returning id`;

/** A reader has at most one checkpoint for each state; `undefined` when it has none. */
export async function findCheckpoint(
  connection: Connection,
  { kind, name }: Reader,
  state: Checkpoint['state'] = 'live',
): Promise<Checkpoint | undefined> {
  const { rows } = await connection.query<Checkpoint>(
    `select ${COLUMNS} from opsledger.checkpoints where reader = $1 and name = $2 and state = $3`,
    [kind, name, state],
  );
  return rows[0];
}

/** A new checkpoint at a position, or the one that somebody else has just created. */
export async function createCheckpoint(
  connection: Connection,
  reader: Reader,
  { version, state, position, shape }: Omit<Checkpoint, 'id' | 'epoch'>,
): Promise<Checkpoint> {
  const { rows } = await connection.query<Checkpoint>(
    `insert into opsledger.checkpoints (reader, name, version, state, position, shape)
     values ($1, $2, $3, $4, $5, $6) on conflict (reader, name, state) do nothing returning ${COLUMNS}`,
    [reader.kind, reader.name, version, state, position, shape],
  );
  return rows[0] ?? ((await findCheckpoint(connection, reader, state)) as Checkpoint);
}

/** The checkpoint of a reader without versions; of a new one it is at the start of the log. */
export async function ensureCheckpoint(connection: Connection, reader: Reader): Promise<Checkpoint> {
  const existing = await findCheckpoint(connection, reader);
  return existing ?? createCheckpoint(connection, reader, { version: 1, state: 'live', position: START, shape: null });
}

/** Begins a new epoch: whoever wrote under the last one writes nothing more. `undefined` when it is gone. */
export async function takeOver(connection: Connection, id: string): Promise<Checkpoint | undefined> {
  const { rows } = await connection.query<Checkpoint>(
    `update opsledger.checkpoints set epoch = epoch + 1 where id = $1 returning ${COLUMNS}`,
    [id],
  );
  return rows[0];
}

/** Deletes a checkpoint, unless its state has changed: a table that was being built may be the live one by now. */
export async function deleteCheckpoint(connection: Connection, { id, state }: Checkpoint): Promise<void> {
  await connection.query('delete from opsledger.checkpoints where id = $1 and state = $2', [id, state]);
}

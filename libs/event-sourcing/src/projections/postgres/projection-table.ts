import { createHash } from 'node:crypto';
import type { Position } from '@opsledger/event-store';
import { escapeIdentifier } from 'pg';
import { MOVE, type Checkpoint, type Connection } from '../../postgres/checkpoints';
import { parkFrom, parkingRows } from '../../postgres/parked-events';
import type { ParkedTouch } from '../fold-batch';
import type { Projection } from '../projection';
import type { EncodedRows } from './encoded-rows';
import { ROW_TYPES } from './row-types';
import { qualified, writtenColumns } from './table-definition';

interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** The SQL of one table of a projection: the live one, or one being built beside it. */
export class ProjectionTable<Row extends object> {
  private readonly loading: Prepared;
  private readonly upsert: string;
  private readonly deletion: string;
  private readonly writing: Prepared;

  constructor(
    private readonly projection: Projection<Row>,
    /** The table's name, which differs from the definition's while it is being built. */
    name: string,
  ) {
    const table = qualified(projection.table, name);
    const key = escapeIdentifier(projection.table.key);
    const columns = writtenColumns(projection.table).map(escapeIdentifier);
    const updates = columns.filter((column) => column !== key).map((column) => `${column} = excluded.${column}`);
    const onConflict = updates.length > 0 ? `update set ${updates.join(', ')}` : 'nothing';

    const upsertFrom = (source: string): string => `
      insert into ${table} (${columns.join(', ')}) select ${columns.map((column) => `new.${column}`).join(', ')}
      from ${source} on conflict (${key}) do ${onConflict}`;
    this.loading = prepared(`select ${columns.join(', ')} from ${table} where ${key} = any($1::text[])`);
    this.upsert = upsertFrom(`json_populate_recordset(null::${table}, $1) as new`);
    this.deletion = `delete from ${table} where ${key} = any($1::text[])`;
    this.writing = prepared(`
      with fence as (${MOVE}),
      written as (${upsertFrom(`fence, json_populate_recordset(null::${table}, $4) as new`)}),
      deleted as (delete from ${table} as old using fence where old.${key} = any($5::text[])),
      parked as (${parkFrom('$6')})
      select id from fence`);
  }

  /** Rows by key; keys without a row are missing. */
  async load(connection: Connection, keys: readonly string[]): Promise<ReadonlyMap<string, Row>> {
    if (keys.length === 0) return new Map();
    const { rows } = await connection.query<Row>({
      ...this.loading,
      values: [keys],
      types: ROW_TYPES,
    });
    return new Map(rows.map((row) => [row[this.projection.table.key] as string, row]));
  }

  /**
   * Writes what a batch changed, parks what could not be applied after so many attempts, and moves the checkpoint:
   * one statement, all or nothing, one round trip.
   *
   * @returns false when somebody else has taken over: nothing was written then
   */
  async write(
    connection: Connection,
    at: Checkpoint,
    { written, deleted }: EncodedRows,
    parked: readonly ParkedTouch[],
    position: Position,
    attempts: number,
  ): Promise<boolean> {
    const { rowCount } = await connection.query({
      ...this.writing,
      values: [
        at.id,
        at.epoch,
        position,
        listOf(written),
        deleted,
        parkingRows(this.projection.name, parked, attempts),
      ],
    });
    return rowCount === 1;
  }

  /** Writes rows and nothing else. */
  async writeRows(connection: Connection, { written, deleted }: EncodedRows): Promise<void> {
    if (written.size > 0) await connection.query(this.upsert, [listOf(written)]);
    if (deleted.length > 0) await connection.query(this.deletion, [deleted]);
  }
}

/** A query prepared once per connection, under a name that no other text has. */
const prepared = (text: string): Prepared => ({
  name: createHash('sha256').update(text).digest('hex').slice(0, 32),
  text,
});

const listOf = (written: EncodedRows['written']): string => `[${[...written.values()].join()}]`;

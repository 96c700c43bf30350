import type { PoolClient } from 'pg';
import { isRefusedByDatabase } from '../../postgres/refused-by-database';
import { foldBatch, type Before, type Outcome, type RefusedRow, type Touch } from '../fold-batch';
import type { Projection } from '../projection';
import type { ProjectionTable } from './projection-table';

type Change<Row> = readonly [key: string, row: Row | null];

/**
 * Which rows of a batch the database refuses, and from which event on. Halves the batch until single rows
 * are left, then replays each of those event by event. Leaves what was accepted in the open transaction:
 * end it with a rollback.
 */
export async function findRefusedRows<Row extends object>(
  client: PoolClient,
  table: ProjectionTable<Row>,
  projection: Projection<Row>,
  touches: readonly Touch[],
  before: Before<Row>,
  { changed }: Outcome<Row>,
): Promise<ReadonlyMap<string, RefusedRow>> {
  const refused = new Map<string, RefusedRow>();

  async function narrowDown(changes: readonly Change<Row>[]): Promise<void> {
    const error = await attempt(client, table, changes);
    if (!error) return;
    const [first] = changes;
    if (changes.length === 1 && first) {
      refused.set(first[0], await culprit(first[0], error));
      return;
    }
    const middle = Math.ceil(changes.length / 2);
    await narrowDown(changes.slice(0, middle));
    await narrowDown(changes.slice(middle));
  }

  async function culprit(key: string, error: Error): Promise<RefusedRow> {
    const own = touches.filter((touch) => touch.key === key);
    for (const [index, { event }] of own.entries()) {
      const row = foldBatch(projection, own.slice(0, index + 1), before).changed.get(key);
      const refusal = row && (await attempt(client, table, [[key, row]]));
      if (refusal) return { position: event.position, error: refusal };
    }
    return { position: own.at(-1)?.event.position ?? '', error };
  }

  await narrowDown([...changed]);
  return refused;
}

/** The database's refusal of these rows, if it refuses them; other errors are thrown. */
async function attempt<Row extends object>(
  client: PoolClient,
  table: ProjectionTable<Row>,
  changes: readonly Change<Row>[],
): Promise<Error | undefined> {
  await client.query('savepoint attempt');
  try {
    await table.writeRows(client, new Map(changes));
    await client.query('release attempt');
    return undefined;
  } catch (error) {
    if (!isRefusedByDatabase(error)) throw error;
    await client.query('rollback to attempt');
    return error;
  }
}

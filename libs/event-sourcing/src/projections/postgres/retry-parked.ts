import type { Pool, PoolClient } from 'pg';
import { findCheckpoint, takeOver, type Checkpoint } from '../../postgres/checkpoints';
import { parkedEventsOf, parkedKeys, recordFailure, unpark, type Retried } from '../../postgres/parked-events';
import { inTransaction } from '../../postgres/transaction';
import { foldBatch, type Before, type Outcome, type ParkedTouch } from '../fold-batch';
import type { Projection } from '../projection';
import { findRefusedRows } from './find-refused-rows';
import { ProjectionTable } from './projection-table';
import { qualified } from './table-definition';

/**
 * Applies parked events in log order, each key until its first failure, one transaction per key. May run in any
 * process: it takes the checkpoint over for a moment, and the running reader picks it up again.
 */
export async function retryParked<Row extends object>(pool: Pool, projection: Projection<Row>): Promise<Retried> {
  const reader = { kind: 'projection', name: projection.name } as const;
  const live = await findCheckpoint(pool, reader);
  let applied = 0;
  let stillParked = 0;
  for (const key of live ? await parkedKeys(pool, live) : []) {
    const result = await inTransaction(pool, (client) => retryKey(client, projection, key));
    applied += result.applied;
    if (result.failure) stillParked += 1;
  }
  return { applied, stillParked };
}

async function retryKey<Row extends object>(
  client: PoolClient,
  projection: Projection<Row>,
  key: string,
): Promise<{ applied: number; failure?: ParkedTouch }> {
  const { name, table: definition } = projection;
  // The table first, then the checkpoint: the order in which every other writer takes its locks.
  await client.query(`lock table ${qualified(definition)} in row exclusive mode`);
  const checkpoint = await currentEpoch(client, name);
  if (!checkpoint) return { applied: 0 };

  const touches = await parkedEventsOf(client, checkpoint, key);
  const table = new ProjectionTable(projection, definition.name);
  const before: Before<Row> = { rows: await table.load(client, [key]), parkedKeys: new Set(), refused: new Map() };
  const folded = foldBatch(projection, touches, before);
  const refused = await findRefusedRows(client, table, projection, touches, before, folded);
  const outcome: Outcome<Row> = refused.size > 0 ? foldBatch(projection, touches, { ...before, refused }) : folded;
  await table.writeRows(client, outcome.changed);

  const failure = outcome.parked.find(({ error }) => error);
  if (failure) await recordFailure(client, checkpoint, failure);
  return { applied: await unpark(client, checkpoint, key, failure?.event.position), failure };
}

async function currentEpoch(client: PoolClient, name: string): Promise<Checkpoint | undefined> {
  const live = await findCheckpoint(client, { kind: 'projection', name });
  return live && takeOver(client, live.id);
}

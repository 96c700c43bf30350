import type { Pool, PoolClient } from 'pg';
import { findCheckpoint, takeOver } from '../../postgres/checkpoints';
import { parkedEventsOf, parkedKeys, recordFailure, unpark, type Retried } from '../../postgres/parked-events';
import { inTransaction } from '../../postgres/transaction';
import { planOrders } from '../plan-orders';
import type { Process } from '../process';
import { writePlan } from './timers';

/**
 * Reacts to parked events in log order, each stream until its first failure, one transaction per stream. May run in
 * any process: it takes the checkpoint over for a moment, and the running reader picks it up again.
 */
export async function retryParkedReactions(pool: Pool, process: Process): Promise<Retried> {
  const live = await findCheckpoint(pool, { kind: 'process', name: process.name });
  let applied = 0;
  let stillParked = 0;
  for (const stream of live ? await parkedKeys(pool, live) : []) {
    const result = await inTransaction(pool, (client) => retryStream(client, process, stream));
    applied += result.applied;
    if (result.failed) stillParked += 1;
  }
  return { applied, stillParked };
}

async function retryStream(
  client: PoolClient,
  process: Process,
  stream: string,
): Promise<{ applied: number; failed: boolean }> {
  const live = await findCheckpoint(client, { kind: 'process', name: process.name });
  const checkpoint = live && (await takeOver(client, live.id));
  if (!checkpoint) return { applied: 0, failed: false };

  const events = (await parkedEventsOf(client, checkpoint, stream)).map(({ event }) => event);
  const plan = planOrders(process, events, new Set());
  await writePlan(client, process.name, checkpoint, { ...plan, parked: [] }, checkpoint.position, 0);
  const failure = plan.parked.find(({ error }) => error);
  if (failure) await recordFailure(client, checkpoint, failure);
  return { applied: await unpark(client, checkpoint, stream, failure?.event.position), failed: failure !== undefined };
}

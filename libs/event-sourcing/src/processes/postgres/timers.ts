import type { Position } from '@opsledger/event-store';
import type { Pool } from 'pg';
import { MOVE, type Checkpoint, type Connection } from '../../postgres/checkpoints';
import { parkFrom, parkingRows } from '../../postgres/parked-events';
import type { Order } from '../process';
import type { Plan } from '../plan-orders';

/** An order taken for sending. */
export interface ClaimedOrder {
  readonly key: string;
  readonly due: Date;
  readonly requestId: string;
  readonly order: Order;
  readonly causationId: string;
  readonly correlationId: string;
  /** How often it has been tried, this time included. */
  readonly attempts: number;
}

/** A timer with the key of an earlier one takes its place, and begins anew even if that one was failing. */
const WRITE = `
  with fence as (${MOVE}),
  cancelled as (delete from opsledger.timers as old using fence where old.process = $4 and old.key = any($5::text[])),
  planned as (
    insert into opsledger.timers (process, key, due, ready_at, request_id, command, cause_id, correlation_id)
    select $4, n.key, n.due, n.due, n.request_id, n.command, n.cause_id, n.correlation_id
    from fence, json_to_recordset($6) as n
      (key text, due timestamptz, request_id uuid, command json, cause_id uuid, correlation_id text)
    on conflict (process, key) do update set
      due = excluded.due, ready_at = excluded.ready_at, request_id = excluded.request_id, command = excluded.command,
      cause_id = excluded.cause_id, correlation_id = excluded.correlation_id, attempts = 0, error = null),
  parked as (${parkFrom('$7')})
  select id from fence`;

/**
 * Writes what a batch of events planned and moves the checkpoint: one statement, all or nothing.
 *
 * @returns false when somebody else has taken over: nothing was written then
 */
export async function writePlan(
  connection: Connection,
  process: string,
  at: Checkpoint,
  { orders, cancelled, parked }: Plan,
  position: Position,
  attempts: number,
): Promise<boolean> {
  const rows = [...orders.values()].map(({ key, due, requestId, order, after, causationId, correlationId }) => ({
    key,
    due,
    request_id: requestId,
    // Beside the order: a column would keep programs from starting that know nothing of it.
    command: after ? { ...order, after } : order,
    cause_id: causationId,
    correlation_id: correlationId,
  }));
  const { rowCount } = await connection.query({
    name: 'plan',
    text: WRITE,
    values: [
      at.id,
      at.epoch,
      position,
      process,
      [...cancelled],
      JSON.stringify(rows),
      parkingRows(process, parked, attempts),
    ],
  });
  return rowCount === 1;
}

/**
 * An order is answered when it is gone: one that waits for others is nobody's as long as any of them is there. Asked as
 * a join, so that each is looked up: `in` would have every waiting one compared with all that there are.
 */
const ITS_TURN = `(waiting.command -> 'after' is null or not exists (
  select from json_array_elements_text(waiting.command -> 'after') as its (key)
  join opsledger.timers first on first.process = $1 and first.key = its.key))`;

/**
 * Takes up to `limit` orders that are due and wait for no other, the longest due first, and keeps them from others until `until`:
 * if this process dies on the way, they are sent again then, under the same request ids.
 */
export async function claimDue(
  pool: Pool,
  process: string,
  { now, until, limit }: { now: Date; until: Date; limit: number },
): Promise<readonly ClaimedOrder[]> {
  const { rows } = await pool.query<ClaimedOrder>({
    name: 'claim',
    text: `
      with due as (
        select key from opsledger.timers waiting where process = $1 and ready_at <= $2 and ${ITS_TURN}
        order by ready_at, due limit $4 for update skip locked)
      update opsledger.timers as t set ready_at = $3, attempts = attempts + 1
      from due where t.process = $1 and t.key = due.key
      returning t.key, t.due, t.request_id as "requestId", t.command as "order", t.cause_id as "causationId",
        t.correlation_id as "correlationId", t.attempts`,
    values: [process, now, until, limit],
  });
  return [...rows].sort((a, b) => a.due.getTime() - b.due.getTime());
}

/** When the next order wants to be sent. */
export async function nextReady(pool: Pool, process: string): Promise<Date | undefined> {
  const { rows } = await pool.query<{ next: Date | null }>({
    name: 'next ready',
    text: `
      select ready_at as next from opsledger.timers waiting where process = $1 and ${ITS_TURN}
      order by ready_at limit 1`,
    values: [process],
  });
  return rows[0]?.next ?? undefined;
}

/**
 * Orders that were answered are done, unless they were replaced on the way: then the new one stays. Those that are being
 * replaced or cancelled just now are left to that: to wait for it could be waiting for one another.
 */
export async function deleteAnswered(pool: Pool, process: string, orders: readonly ClaimedOrder[]): Promise<void> {
  await pool.query(
    `with done as (
      select key from opsledger.timers
      where process = $1 and (key, request_id) in (select * from unnest($2::text[], $3::uuid[]))
      for update skip locked)
    delete from opsledger.timers as t using done where t.process = $1 and t.key = done.key`,
    [process, orders.map(({ key }) => key), orders.map(({ requestId }) => requestId)],
  );
}

/**
 * Leaves an order that could not be sent for later, with the reason; one that replaced it meanwhile stays as planned.
 */
export async function postpone(
  pool: Pool,
  process: string,
  { key, requestId }: ClaimedOrder,
  { until, error }: { until: Date; error: string },
): Promise<void> {
  await pool.query(
    'update opsledger.timers set ready_at = $4, error = $5 where process = $1 and key = $2 and request_id = $3',
    [process, key, requestId, until, error],
  );
}

/** Forgets claims and delays of whoever sent for this process before: nobody else does now. */
export async function resetClaims(pool: Pool, process: string): Promise<void> {
  await pool.query('update opsledger.timers set ready_at = due where process = $1 and ready_at <> due', [process]);
}

/** Orders waiting for their time, and those that failed and are tried again. */
export async function countOrders(pool: Pool, process: string): Promise<{ planned: number; failing: number }> {
  const { rows } = await pool.query<{ planned: number; failing: number }>(
    `select count(*)::integer as planned, count(error)::integer as failing from opsledger.timers where process = $1`,
    [process],
  );
  return rows[0] ?? { planned: 0, failing: 0 };
}

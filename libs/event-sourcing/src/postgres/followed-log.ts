import type { EventStore, Position } from '@opsledger/event-store';
import { START } from '@opsledger/event-store';
import type { Pool, PoolClient } from 'pg';
import type { Reader } from './checkpoints';

/** The readers of this database follow another log than the one at hand: their positions mean nothing in it. */
export class FollowsAnotherLog extends Error {
  constructor() {
    super(
      'The views and processes in this database follow another log than the one configured: their positions mean nothing in it. ' +
        'Configure the log they follow, move them with `opsledger migrate --readers`, or use an empty database.',
    );
    this.name = 'FollowsAnotherLog';
  }
}

/**
 * Notes which log the readers of this database follow, once and for all.
 *
 * @throws FollowsAnotherLog when they follow another
 */
export async function followLog(pool: Pool, { log }: Pick<EventStore, 'log'>): Promise<void> {
  if ((await followedLog(pool, log)) !== log) throw new FollowsAnotherLog();
}

/** The log that the readers follow; that one when they follow none yet. */
async function followedLog(pool: Pool | PoolClient, log: string): Promise<string> {
  // Readers from before this was noted follow the log that lies beside them.
  await pool.query(
    `insert into opsledger.followed_log (log)
     select case when exists (select from opsledger.checkpoints where position <> $2) then 'database' else $1 end
     on conflict do nothing`,
    [log, START],
  );
  const { rows } = await pool.query<{ log: string }>('select log from opsledger.followed_log');
  return rows[0]?.log ?? log;
}

/** The log ends before what the readers of this database have read: facts at its end are gone. */
export class ReadersAhead extends Error {
  constructor(head: Position, { kind, name, position }: Reader & { readonly position: Position }, others: number) {
    super(
      `The log ends at position ${Number(head)}, but ${kind} ${name} has read it up to ${Number(position)}` +
        `${others > 0 ? `, and ${others} more beyond its end` : ''}: facts are gone, and these readers would miss as many of ` +
        'those recorded next. Restore a backup of the log that holds them, or one of this database that is no newer than ' +
        'the log. Where there is none, give the log an empty database, in which everything is built anew; ' +
        '`opsledger migrate` copies there a log that lies in this one.',
    );
    this.name = 'ReadersAhead';
  }
}

/**
 * Sees to it that the log reaches as far as its readers have come: positions are given anew behind an earlier end, so that
 * they would pass over what is recorded there, and what is built beside them would wait for it.
 *
 * @throws ReadersAhead when it does not
 */
export async function requireReach(pool: Pool, log: Pick<EventStore, 'head'>): Promise<void> {
  // Readers first: those that run go on meanwhile, and the log is ahead of them.
  const { rows } = await pool.query<Reader & { readonly position: Position }>(
    'select reader as kind, name, position from opsledger.checkpoints order by position desc, reader, name',
  );
  const head = await log.head();
  const [furthest, ...others] = rows.filter(({ position }) => position > head);
  if (furthest) throw new ReadersAhead(head, furthest, others.length);
}

/** All positions that the readers of this database hold. */
export async function readersPositions(pool: Pool): Promise<ReadonlySet<Position>> {
  const { rows } = await pool.query<{ position: Position }>(
    'select position from opsledger.checkpoints union select position from opsledger.parked_events',
  );
  return new Set(rows.map(({ position }) => position).filter((position) => position !== START));
}

/** The readers' way from one log to a copy of it; `from` and `to` are names as `EventStore.log` tells them. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** Where each position of the one log is in the other. */
  readonly positions: ReadonlyMap<Position, Position>;
}

/**
 * Has the readers go on in a copy of the log they follow, each where it stands; whoever still runs them is shut out.
 * Answers how many were moved; none when they follow the copy already.
 *
 * @throws FollowsAnotherLog when they follow neither
 * @throws Error when a position has no counterpart: a reader went on since they were gathered
 */
export async function moveReaders(pool: Pool, { from, to, positions }: Move): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('lock table opsledger.checkpoints, opsledger.parked_events in exclusive mode');
    const moved = await move(client, { from, to, positions });
    await client.query('commit');
    client.release();
    return moved;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

const MAPPED = 'unnest($1::text[], $2::text[]) as mapped (here, there)';

async function move(client: PoolClient, { from, to, positions }: Move): Promise<number> {
  const followed = await followedLog(client, from);
  if (followed === to) return 0;
  if (followed !== from) throw new FollowsAnotherLog();
  const pairs = [
    [START, ...positions.keys()],
    [START, ...positions.values()],
  ];
  const { rows: astray } = await client.query(
    `select from opsledger.checkpoints where position <> all ($1) union all
     select from opsledger.parked_events where position <> all ($1)`,
    [pairs[0]],
  );
  if (astray.length > 0) throw new Error('A reader went on while it was to be moved: stop Opsledger, then try again.');
  const { rowCount } = await client.query(
    `update opsledger.checkpoints set position = there, epoch = epoch + 1, updated_at = now()
     from ${MAPPED} where position = here`,
    pairs,
  );
  // Its own position is the first that the text of an event names.
  await client.query(
    `update opsledger.parked_events set position = there,
       event = regexp_replace(event::text, '"position":"' || here || '"', '"position":"' || there || '"')::json
     from ${MAPPED} where position = here`,
    pairs,
  );
  await client.query('update opsledger.followed_log set log = $1', [to]);
  return rowCount ?? 0;
}

import { FollowsAnotherLog, followLog } from '@opsledger/event-sourcing';
import { StoreUnavailable, openEventStore, type EventLog } from '@opsledger/event-store';
import type { Pool } from 'pg';
import { CannotStart } from './cannot-start';
import type { Environment } from './environment';

type Chosen = Pick<Environment, 'EVENT_STORE' | 'KURRENTDB_URL' | 'KURRENTDB_PREFIX'>;

/**
 * The log that the environment chooses, by default in the database of the read models.
 *
 * @throws CannotStart when it is wrongly described or does not answer
 */
export async function openLog(
  url: string,
  { EVENT_STORE, KURRENTDB_URL, KURRENTDB_PREFIX }: Chosen,
): Promise<EventLog> {
  try {
    return await openEventStore({ EVENT_STORE, KURRENTDB_URL, KURRENTDB_PREFIX, DATABASE_URL: url });
  } catch (error) {
    if (EVENT_STORE !== 'kurrentdb') throw error;
    const hint = error instanceof StoreUnavailable ? ' Check KURRENTDB_URL and whether the server runs.' : '';
    throw new CannotStart(`${(error as Error).message}${hint}`, { cause: error });
  }
}

/**
 * Notes that views and processes of this database follow that log.
 *
 * @throws CannotStart when they follow another
 */
export async function requireFollowed(pool: Pool, log: EventLog): Promise<void> {
  await followLog(pool, log).catch((error: unknown) => {
    throw error instanceof FollowsAnotherLog ? new CannotStart(error.message, { cause: error }) : error;
  });
}

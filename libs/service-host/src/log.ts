import { LogTail, type EventSource } from '@opsledger/event-bus';
import { FollowsAnotherLog, followLog } from '@opsledger/event-sourcing';
import { StoreUnavailable, openEventStore, type EventLog } from '@opsledger/event-store';
import type { Logger, serviceEnvironment } from '@opsledger/service-kit';
import type { Static, TObject } from '@sinclair/typebox';
import type { Pool } from 'pg';
import { CannotStart } from './cannot-start';
import type { Teardown } from './teardown';

export interface OpenLog {
  readonly store: EventLog;
  /** Where everything in this process that follows the log reads it from. */
  readonly events: EventSource;
}

export type LogChoice = Pick<
  Static<TObject<typeof serviceEnvironment>>,
  'EVENT_STORE' | 'KURRENTDB_URL' | 'KURRENTDB_PREFIX'
>;

/**
 * The log that the environment chooses, by default in the database of the read models, and one reader of it for all of
 * the process.
 *
 * @throws CannotStart when it is wrongly described or does not answer
 */
export async function openLog(
  url: string,
  { EVENT_STORE, KURRENTDB_URL, KURRENTDB_PREFIX }: LogChoice,
  logger: Logger,
  teardown: Teardown,
): Promise<OpenLog> {
  const chosen = { EVENT_STORE, KURRENTDB_URL, KURRENTDB_PREFIX, DATABASE_URL: url };
  const store = await openEventStore(chosen).catch((error: unknown) => {
    if (EVENT_STORE !== 'kurrentdb') throw error;
    const hint = error instanceof StoreUnavailable ? ' Check KURRENTDB_URL and whether the server runs.' : '';
    throw new CannotStart(`${(error as Error).message}${hint}`, { cause: error });
  });
  teardown.add('the log', () => store.close());
  const tail = new LogTail(store, {
    onError: (error) => logger.warn({ err: error }, 'the log cannot be read; trying again'),
  });
  tail.start();
  teardown.add('the tail of the log', () => tail.stop());
  return { store, events: tail };
}

/**
 * Notes that views and processes of this database follow that log.
 *
 * @throws CannotStart when they follow another
 */
export async function requireFollowed(pool: Pool, log: Pick<EventLog, 'log'>): Promise<void> {
  await followLog(pool, log).catch((error: unknown) => {
    throw error instanceof FollowsAnotherLog ? new CannotStart(error.message, { cause: error }) : error;
  });
}

import { LogTail, type EventSource } from '@opsledger/event-bus';
import { FollowsAnotherLog, followLog } from '@opsledger/event-sourcing';
import { StoreUnavailable, openEventStore, type EventLog, type EventStoreEnvironment } from '@opsledger/event-store';
import type { Logger, Metrics } from '@opsledger/service-kit';
import type { Pool } from 'pg';
import { CannotStart } from './cannot-start';
import { followByKafka, isOnKafka, type KafkaConnection } from './kafka';
import type { Teardown } from './teardown';

export interface OpenLog {
  readonly store: EventLog;
  /** Where everything in this process that follows the log reads it from. */
  readonly events: EventSource;
}

/** Where the log is, as the environment says: in the database of the views unless it names another place. */
export interface LogPlace extends Omit<EventStoreEnvironment, 'DATABASE_URL'> {
  readonly url: string;
}

/** Of a process's environment what says where the log is. */
export const placeOfLog = (
  { EVENT_STORE, KURRENTDB_URL, KURRENTDB_PREFIX }: Omit<LogPlace, 'url'>,
  url: string,
): LogPlace => ({ EVENT_STORE, KURRENTDB_URL, KURRENTDB_PREFIX, url });

/**
 * The log, and one reader of it for all of the process, which reads the log itself.
 *
 * @throws CannotStart when its place is wrongly described or does not answer
 */
export async function openLog(place: LogPlace, logger: Logger, teardown: Teardown): Promise<OpenLog> {
  const store = await openStore(place, teardown);
  const tail = new LogTail(store, {
    onError: (error) => logger.warn({ err: error }, 'the log cannot be read; trying again'),
  });
  tail.start();
  teardown.add('the tail of the log', () => tail.stop());
  return { store, events: tail };
}

export interface FollowedLog {
  readonly place: LogPlace;
  /** Brokers that carry the events to the readers; without them the log itself is followed. */
  readonly kafka?: Partial<KafkaConnection>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly teardown: Teardown;
}

/** The log, followed by Kafka where brokers are named. */
export async function openFollowedLog({ place, kafka = {}, logger, metrics, teardown }: FollowedLog): Promise<OpenLog> {
  if (!isOnKafka(kafka)) return openLog(place, logger, teardown);
  const store = await openStore(place, teardown);
  return { store, events: followByKafka(store, kafka, logger, metrics, teardown) };
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

async function openStore({ url, ...environment }: LogPlace, teardown: Teardown): Promise<EventLog> {
  try {
    const store = await openEventStore({ ...environment, DATABASE_URL: url });
    teardown.add('the log', () => store.close());
    return store;
  } catch (error) {
    if (environment.EVENT_STORE !== 'kurrentdb') throw error;
    const hint = error instanceof StoreUnavailable ? ' Check KURRENTDB_URL and whether the server runs.' : '';
    throw new CannotStart(`${(error as Error).message}${hint}`, { cause: error });
  }
}

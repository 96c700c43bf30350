import { LogTail, type EventSource } from '@opsledger/event-bus';
import { FollowsAnotherLog, ReadersAhead, followLog, requireReach } from '@opsledger/event-sourcing';
import { StoreUnavailable, openEventStore, type EventLog } from '@opsledger/event-store';
import { seldom, type Logger, type Metrics, type serviceEnvironment } from '@opsledger/service-kit';
import type { Static, TObject } from '@sinclair/typebox';
import type { Pool } from 'pg';
import { CannotStart } from './cannot-start';
import { claimedLog, type Claim } from './claimed-log';
import { HistoryWatch } from './history-watch';
import { followByKafka, isOnKafka, type KafkaConnection } from './kafka';
import type { Teardown } from './teardown';
import { unlessAborted } from './unless-aborted';

/** The log to write to, and the one reader of it that all followers of the process share. */
export interface OpenLog {
  readonly store: EventLog;
  /** Where everything in this process that follows the log reads it from. */
  readonly events: EventSource;
  /** Whether what is recorded is brought to the readers as it happens; waits for that so long. */
  readonly follows: (withinMs: number) => Promise<boolean>;
}

/** Where the log is; by default in the database of the read models. */
export type LogChoice = Pick<
  Static<TObject<typeof serviceEnvironment>>,
  'EVENT_STORE' | 'KURRENTDB_URL' | 'KURRENTDB_PREFIX'
>;

/**
 * The log, and one reader of it for all of the process, which reads the log itself.
 *
 * @param claim of a process that appends
 * @throws CannotStart when it is wrongly described, does not answer, or others stand against the claim
 */
export async function openLog(
  url: string,
  choice: LogChoice,
  logger: Logger,
  teardown: Teardown,
  claim?: Claim,
): Promise<OpenLog> {
  const store = await openStore(url, choice, logger, teardown, claim);
  const { warn, forget } = seldom(logger);
  const tail = new LogTail(store, {
    onError: (err) => warn({ err }, 'the log cannot be read; trying again'),
    onBack: forget,
  });
  tail.start();
  teardown.add('the tail of the log', () => tail.stop());
  return { store, events: tail, follows: async () => true };
}

/** Which log, and what brings it to the readers; what is opened is handed to `teardown`. */
export interface FollowedLog {
  readonly url: string;
  readonly log: LogChoice;
  /** Of a process that appends. */
  readonly claim?: Claim;
  /** Brokers that carry the events to the readers; without them the log itself is followed. */
  readonly kafka?: Partial<KafkaConnection>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly teardown: Teardown;
}

/**
 * The log, followed by Kafka where brokers are named.
 *
 * @throws CannotStart when the log is wrongly described, does not answer, or others stand against the claim
 */
export async function openFollowedLog(options: FollowedLog): Promise<OpenLog> {
  const { url, log, claim, kafka = {}, logger, metrics, teardown } = options;
  if (!isOnKafka(kafka)) return openLog(url, log, logger, teardown, claim);
  const store = await openStore(url, log, logger, teardown, claim);
  const events = followByKafka(store, kafka, logger, metrics, teardown);
  return { store, events, follows: (withinMs) => events.follows(withinMs) };
}

/** A consumer of a new broker waits for the first topic of Kafka's own, for its group, and for the relay to make topics. */
const PATIENCE_MS = 10_000;

/**
 * Waits until the readers get what is recorded, so that a process which says it is ready has views that follow. Only the
 * start waits, and not for ever: commands and reads need no broker, and a source without one looks into the log. So brokers
 * that go away later take no process out of rotation, and none that starts meanwhile stays out.
 * Rejects when the signal aborts.
 */
export async function untilFollowed(
  { follows }: Pick<OpenLog, 'follows'>,
  logger: Logger,
  signal: AbortSignal,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  if (!(await unlessAborted(follows(patienceMs), signal)))
    logger.warn('Kafka brings no events yet; going on from the log');
}

async function openStore(
  url: string,
  { EVENT_STORE, KURRENTDB_URL, KURRENTDB_PREFIX }: LogChoice,
  logger: Logger,
  teardown: Teardown,
  claim?: Claim,
): Promise<EventLog> {
  const chosen = { EVENT_STORE, KURRENTDB_URL, KURRENTDB_PREFIX, DATABASE_URL: url };
  const opening = claim ? claimedLog(chosen, claim, logger, teardown) : openEventStore(chosen);
  const store = await opening.catch((error: unknown) => {
    if (EVENT_STORE !== 'kurrentdb') throw error;
    const hint = error instanceof StoreUnavailable ? ' Check KURRENTDB_URL and whether the server runs.' : '';
    throw new CannotStart(`${(error as Error).message}${hint}`, { cause: error });
  });
  teardown.add('the log', () => store.close());
  const history = new HistoryWatch(store, (error) => teardown.giveUp(error));
  teardown.add('the watch over the log', () => history.stop());
  history.start();
  return store;
}

/**
 * Notes that views and processes of this database follow that log.
 *
 * @throws CannotStart when they follow another, or have read further than it reaches
 */
export async function requireFollowed(pool: Pool, log: Pick<EventLog, 'log' | 'head'>): Promise<void> {
  try {
    await followLog(pool, log);
    await requireReach(pool, log);
  } catch (error) {
    if (error instanceof FollowsAnotherLog || error instanceof ReadersAhead)
      throw new CannotStart(error.message, { cause: error });
    throw error;
  }
}

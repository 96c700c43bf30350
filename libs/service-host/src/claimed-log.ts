import { setTimeout as delay } from 'node:timers/promises';
import {
  LogTaken,
  SessionsPooled,
  openEventStore,
  type EventLog,
  type EventStoreEnvironment,
  type Writing,
} from '@opsledger/event-store';
import type { Logger } from '@opsledger/service-kit';
import { CannotGoOn } from './cannot-go-on';
import { CannotStart } from './cannot-start';
import type { Teardown } from './teardown';
import { unlessAborted } from './unless-aborted';

/** How a process is to append to the log, for as long as it runs. */
export interface Claim {
  readonly writing: Writing;
  /** Ends the wait for others. */
  readonly signal: AbortSignal;
}

/** Longer than most processes take to stop: the one that is replaced may still be at it. */
const PATIENCE_MS = 10_000;
const RETRY_MS = 500;

const REMEDY =
  'End one or the other. Several may write to one log only where none is told OPSLEDGER_ALONE nor has a database of its own.';
const OF_POOLERS = 'Name the server itself in DATABASE_URL, or unset OPSLEDGER_ALONE.';

/**
 * The log, which this process may append to from now on; waits a little for others that stand against it. Once they come in
 * between it gives up: it would not be seen to be behind what they do.
 *
 * @throws CannotStart when they stay, or nobody can say whether they do
 */
export async function claimedLog(
  environment: EventStoreEnvironment,
  { writing, signal }: Claim,
  logger: Logger,
  teardown: Teardown,
  patienceMs = PATIENCE_MS,
): Promise<EventLog> {
  const onTaken = ({ message }: LogTaken): void =>
    teardown.giveUp(new CannotGoOn(`The connection that appends was lost, and meanwhile: ${message} ${REMEDY}`));
  const deadline = performance.now() + patienceMs;
  for (let isWaiting = false; ; isWaiting = true) {
    try {
      return await openEventStore(environment, { writing, onTaken });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SessionsPooled) throw new CannotStart(`${error.message} ${OF_POOLERS}`, { cause: error });
      if (!(error instanceof LogTaken)) throw error;
      if (performance.now() > deadline) throw new CannotStart(`${error.message} ${REMEDY}`, { cause: error });
      if (!isWaiting) logger.info(`${error.message} Waiting for them to end`);
      await unlessAborted(delay(RETRY_MS), signal);
    }
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf } from '@opsledger/event-store';
import { isDatabaseUnavailable, type Logger } from '@opsledger/service-kit';
import { Client } from 'pg';
import { CannotStart } from './cannot-start';
import { unlessAborted } from './unless-aborted';

/** A database that answers. */
export interface FoundDatabase {
  /** With its password: not for logs. */
  readonly url: string;
  /** Where the data is, for people; no password. */
  readonly place: string;
}

const PATIENCE_MS = 10_000;
const RETRY_MS = 250;

/**
 * The operator's database once it answers: waits a little for a server that is being started beside us, as compose
 * files do, or until the signal aborts.
 *
 * @throws CannotStart when it does not, without its password
 */
export async function operatorsDatabase(url: string, logger: Logger, signal: AbortSignal): Promise<FoundDatabase> {
  const place = new URL(url).host;
  const deadline = Date.now() + PATIENCE_MS;
  for (let waiting = false; ; waiting = true) {
    try {
      await unlessAborted(connectOnce(url), signal);
      return { url, place };
    } catch (error) {
      signal.throwIfAborted();
      if (!isDatabaseUnavailable(error) || Date.now() > deadline)
        throw new CannotStart(`The database at ${place} cannot be used (${reasonOf(error)}): check DATABASE_URL.`, {
          cause: error,
        });
      if (!waiting) logger.info(`Waiting for the database at ${place}`);
      await unlessAborted(delay(RETRY_MS), signal);
    }
  }
}

async function connectOnce(connectionString: string): Promise<void> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
}

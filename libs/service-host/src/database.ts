import { setTimeout as delay } from 'node:timers/promises';
import { StoreUnavailable, placeOf, reasonOf } from '@opsledger/event-store';
import { Problem, isConnectTimeout, isDatabaseUnavailable, type Logger } from '@opsledger/service-kit';
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
  if (!URL.canParse(url))
    throw new CannotStart(
      'DATABASE_URL is no address: it looks like postgres://user:password@host:5432/database, with signs such as # or / ' +
        'in a password written as %23 or %2F.',
    );
  const place = placeOf(url);
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
  // Not waited for: a server that has gone silent meanwhile never lets go.
  void client.end().catch(() => undefined);
}

/** What a server says that answers and does not do what is needed, by SQLSTATE, with what to do about it. */
const REFUSALS: Readonly<Record<string, string>> = {
  42501:
    'its user must be allowed to create schemas there (grant create on database), and own what earlier starts created',
  25006: 'name a server that can be written to, no standby',
};

/**
 * A start that the server refused, that got no connection in time or that lost it, in a line for whoever chose the server;
 * any other failure as it is.
 */
export function asDatabaseRefusal(error: unknown): unknown {
  const text = refusalIn(error) ?? lossIn(error);
  return text === undefined ? error : new CannotStart(text, { cause: error });
}

function refusalIn(error: unknown): string | undefined {
  const { code, cause } = Object(error) as { readonly code?: string; readonly cause?: unknown };
  const remedy = code === undefined ? undefined : REFUSALS[code];
  if (remedy) return `The database of DATABASE_URL cannot be used (${reasonOf(error)}): ${remedy}.`;
  if (isConnectTimeout(error))
    return (
      `The database gave no connection within DATABASE_CONNECT_TIMEOUT (${reasonOf(error)}): raise it, or unset it for ` +
      '5000 milliseconds; if that is long enough, see what keeps the server.'
    );
  // The log waits for its connections as long as it sees fit: no setting says how long.
  if (error instanceof StoreUnavailable && isConnectTimeout(cause)) return undefined;
  return cause ? refusalIn(cause) : undefined;
}

function lossIn(error: unknown): string | undefined {
  const lost = lostBy(error);
  return lost && `${lost} See whether the server runs and answers, then start again.`;
}

function lostBy(error: unknown): string | undefined {
  if (error instanceof StoreUnavailable) return error.message;
  // What a service is to begin with is asked of it by messages.
  if (error instanceof Problem && error.status === 503) return `${error.title}.`;
  return isDatabaseUnavailable(error) ? `The database cannot be used: ${reasonOf(error)}.` : undefined;
}

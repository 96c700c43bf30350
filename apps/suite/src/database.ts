import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '@opsledger/embedded-postgres';
import { isDatabaseUnavailable, type Logger } from '@opsledger/service-kit';
import { Client } from 'pg';
import { CannotStart } from './cannot-start';
import type { Environment } from './environment';
import type { Teardown } from './teardown';

export interface Database {
  readonly url: string;
  /** Where the data is, for people; no password. */
  readonly place: string;
}

const PATIENCE_MS = 10_000;
const RETRY_MS = 250;

/** The operator's PostgreSQL once it answers, or the embedded one; its directory must be this process's alone. */
export async function provideDatabase(
  { DATABASE_URL, OPSLEDGER_DATA }: Environment,
  logger: Logger,
  teardown: Teardown,
): Promise<Database> {
  return DATABASE_URL ? operatorsDatabase(DATABASE_URL, logger) : embeddedDatabase(OPSLEDGER_DATA, logger, teardown);
}

async function embeddedDatabase(dataDir: string, logger: Logger, teardown: Teardown): Promise<Database> {
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log: logger });
    teardown.add('PostgreSQL', () => postgres.stop());
    return { url: postgres.url, place: dataDir };
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw new CannotStart(error.message, { cause: error });
    throw error;
  }
}

/** Waits a little for a server that is being started beside us, as compose files do. */
async function operatorsDatabase(url: string, logger: Logger): Promise<Database> {
  const place = new URL(url).host;
  const deadline = Date.now() + PATIENCE_MS;
  for (let waiting = false; ; waiting = true) {
    try {
      await connectOnce(url);
      return { url, place };
    } catch (error) {
      if (!isDatabaseUnavailable(error) || Date.now() > deadline)
        throw new CannotStart(`The database at ${place} cannot be used (${reasonOf(error)}): check DATABASE_URL.`, {
          cause: error,
        });
      if (!waiting) logger.info(`Waiting for the database at ${place}`);
      await delay(RETRY_MS);
    }
  }
}

async function connectOnce(connectionString: string): Promise<void> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
}

/** A refused connection to several addresses is one error without a message of its own. */
const reasonOf = (error: unknown): string => (error as Error).message || String((error as { code?: string }).code);

import { setTimeout as delay } from 'node:timers/promises';
import { Client, type DatabaseError } from 'pg';
import { DATABASE } from './credentials';
import { EmbeddedPostgresError } from './embedded-postgres-error';

const NOT_YET = '57P03';
const WRONG_PASSWORD = '28P01';
const NO_SUCH_DATABASE = '3D000';
const RETRY_MS = 50;
const ANSWER_MS = 10_000;

/**
 * Connects once, to know that the server answers and that it is ours; creates the database at the first start. Rejects when
 * the signal aborts.
 */
export async function requireDatabase(
  urlOf: (database: string) => string,
  credentialsFile: string,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await run(urlOf(DATABASE), 'select 1', signal);
    } catch (error) {
      signal.throwIfAborted();
      const { code, message } = error as DatabaseError;
      if (code === NO_SUCH_DATABASE) await run(urlOf('postgres'), `create database ${DATABASE}`, signal);
      else if (code === NOT_YET) await delay(RETRY_MS);
      else if (code === WRONG_PASSWORD)
        throw new EmbeddedPostgresError(
          `The password in ${credentialsFile} is not that of the data beside it: restore it from a backup.`,
        );
      else throw new EmbeddedPostgresError(`PostgreSQL runs but does not answer: ${message}`, { cause: error });
    }
  }
}

/** A server may accept the connection and say nothing, as a frozen one does: it is waited for neither ever nor once the signal aborts. */
async function run(connectionString: string, sql: string, signal: AbortSignal): Promise<void> {
  const client = new Client({ connectionString, connectionTimeoutMillis: ANSWER_MS, query_timeout: ANSWER_MS });
  client.on('error', () => undefined);
  const ending = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: ending.signal }),
  );
  try {
    await Promise.race([client.connect().then(() => client.query(sql)), aborted]);
  } finally {
    ending.abort();
    void client.end().catch(() => undefined);
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { Client, type DatabaseError } from 'pg';
import { DATABASE } from './credentials';
import { EmbeddedPostgresError } from './embedded-postgres-error';

const NOT_YET = '57P03';
const WRONG_PASSWORD = '28P01';
const NO_SUCH_DATABASE = '3D000';
const RETRY_MS = 50;

/** Connects once, to know that the server answers and that it is ours; creates the database at the first start. */
export async function requireDatabase(urlOf: (database: string) => string, credentialsFile: string): Promise<void> {
  for (;;) {
    try {
      return await run(urlOf(DATABASE), 'select 1');
    } catch (error) {
      const { code, message } = error as DatabaseError;
      if (code === NO_SUCH_DATABASE) await run(urlOf('postgres'), `create database ${DATABASE}`);
      else if (code === NOT_YET) await delay(RETRY_MS);
      else if (code === WRONG_PASSWORD)
        throw new EmbeddedPostgresError(
          `The password in ${credentialsFile} is not that of the data beside it: restore it from a backup.`,
        );
      else throw new EmbeddedPostgresError(`PostgreSQL runs but does not answer: ${message}`, { cause: error });
    }
  }
}

async function run(connectionString: string, sql: string): Promise<void> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

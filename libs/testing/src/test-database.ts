import { randomBytes } from 'node:crypto';
import { Client, Pool } from 'pg';

/** A database of a spec's own. */
export interface TestDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** Ends the pool and drops the database, whoever may still be connected. */
  close(): Promise<void>;
}

/**
 * A fresh, empty database on the test run's PostgreSQL.
 *
 * @throws Error when the run has none: jest's global setup starts it
 */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env.OPSLEDGER_TEST_DATABASE_URL;
  if (!server) throw new Error('OPSLEDGER_TEST_DATABASE_URL is not set: run the specs with `npx jest`.');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(server, `create database ${name}`);

  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const pool = new Pool({ connectionString: url, max: 10 });
  // Specs that kill connections would otherwise end the test process: an idle client's error has no other listener.
  pool.on('error', () => undefined);
  return {
    url,
    pool,
    async close() {
      await pool.end();
      await administer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

async function administer(connectionString: string, sql: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

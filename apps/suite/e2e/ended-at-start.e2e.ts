import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, freePort, temporaryDirectory, testDatabase } from '@opsledger/testing';
import { spawnSuite, type Program } from './suite-process';

const IN_TIME = { timeoutMs: 30_000, intervalMs: 20 };
const main = (app: string): Program => ({ main: join(__dirname, '../..', app, 'dist/main.js'), options: [] });

/** What it said, and how it ended, when it was told to end while it waited. */
async function endedWhile(waits: string, environment: Record<string, string>, program: Program) {
  const { child, ended, output } = spawnSuite({ LOG_LEVEL: 'info', ...environment }, program);
  await eventually(() => expect(output()).toContain(waits), IN_TIME);
  child.kill('SIGTERM');
  return { ...(await ended), said: output() };
}

test.each(['suite', 'incident', 'relay'])('%s does not wait for the database any more', async (app) => {
  const DATABASE_URL = `postgres://ops@127.0.0.1:${await freePort()}/ops`;
  const elsewhere = ['change', 'cmdb', 'directory', 'incident', 'knowledge', 'problem', 'sla'];
  const ended = await endedWhile(
    'Waiting for the database',
    {
      DATABASE_URL,
      PORT: String(await freePort()),
      RPC_PORT: '0',
      RPC_HOST: '127.0.0.1',
      ...(app === 'relay' && {
        KAFKA_BROKERS: '127.0.0.1:1',
        OPSLEDGER_SERVICES: elsewhere.map((name) => `${name}=127.0.0.1:1`).join(';'),
      }),
    },
    main(app),
  );
  expect(ended).toMatchObject({ code: 0, signal: null });
  expect(ended.said).not.toContain('cannot be used');
});

test('the suite begins nothing more once its own PostgreSQL runs, and makes no token', async () => {
  const OPSLEDGER_DATA = temporaryDirectory();
  const variables = { OPSLEDGER_DATA, OPSLEDGER_TOKEN: '', PORT: String(await freePort()) };
  const ended = await endedWhile('Creating a PostgreSQL database', variables, main('suite'));
  rmSync(OPSLEDGER_DATA, { recursive: true, force: true });
  expect(ended).toMatchObject({ code: 0, signal: null });
  expect(ended.said).not.toMatch(/service started|shown only this once/);
});

test('a service does not wait for Kafka any more', async () => {
  const database = await testDatabase();
  const variables = {
    DATABASE_URL: database.url,
    KAFKA_BROKERS: '127.0.0.1:1',
    PORT: '0',
    RPC_PORT: '0',
    RPC_HOST: '127.0.0.1',
  };
  const ended = await endedWhile('Reading events from Kafka: trying again', variables, main('incident'));
  await database.close();
  expect(ended).toMatchObject({ code: 0, signal: null });
  expect(ended.said).not.toMatch(/going on from the log|takes calls|takes too long/);
});

import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { migrateEventSourcing } from '@opsledger/event-sourcing';
import { migrate } from '@opsledger/event-store';
import { freePort, temporaryDirectory, testDatabase } from '@opsledger/testing';
import { spawnSuite, startSuite } from './suite-process';

const dataDir = temporaryDirectory();
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Everything it said, and how it ended. */
async function failedStart(environment: Record<string, string>) {
  const { ended, output } = spawnSuite({ OPSLEDGER_DATA: dataDir, ...environment });
  const { code } = await ended;
  return { code, said: output().trim() };
}

test('a taken port', async () => {
  const port = await freePort();
  const holder = createServer().listen(port, '127.0.0.1');
  const { code, said } = await failedStart({ PORT: String(port) });
  holder.close();
  expect(said).toBe(
    `opsledger: Port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another with PORT.`,
  );
  expect(code).toBe(1);
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
});

test('a directory that cannot be written', async () => {
  const file = join(dataDir, 'file');
  writeFileSync(file, '');
  const { code, said } = await failedStart({ OPSLEDGER_DATA: join(file, 'data'), PORT: String(await freePort()) });
  expect(said).toBe(
    `opsledger: Cannot write to the data directory ${join(file, 'data')} (ENOTDIR): choose another with OPSLEDGER_DATA.`,
  );
  expect(code).toBe(1);
});

test('a directory another suite works on, which goes on undisturbed', async () => {
  const first = await startSuite({ OPSLEDGER_DATA: dataDir });
  const { code, said } = await failedStart({ PORT: String(await freePort()) });
  expect(said).toBe(
    `opsledger: Another Opsledger (pid ${first.child.pid}) works on ${dataDir}: stop it, or choose another directory with OPSLEDGER_DATA.`,
  );
  expect(code).toBe(1);
  expect((await first.fetch('/health/ready')).status).toBe(200);
  await first.end('SIGTERM');
});

test('a database that does not answer, its password kept out of the message', async () => {
  const port = await freePort();
  const { code, said } = await failedStart({
    PORT: String(await freePort()),
    DATABASE_URL: `postgres://ops:secret@127.0.0.1:${port}/ops`,
  });
  expect(said).toMatch(
    new RegExp(`^opsledger: The database at 127.0.0.1:${port} cannot be used \\(.*\\): check DATABASE_URL\\.$`),
  );
  expect(said).not.toContain('secret');
  expect(code).toBe(1);
});

/** A way to a database on which the connections of one pool are taken, and hear nothing more. */
async function muteFor(pool: string, url: string): Promise<{ readonly url: string; close(): void }> {
  const { port, hostname } = new URL(url);
  const sockets: Socket[] = [];
  const way = createServer((near) => {
    sockets.push(near.on('error', () => undefined));
    near.once('data', (greeting: Buffer) => {
      if (greeting.includes(`application_name\0${pool}\0`)) return;
      const far = connect(Number(port), hostname).on('error', () => undefined);
      sockets.push(far);
      far.write(greeting);
      near.pipe(far).pipe(near);
    });
  }).listen(0, '127.0.0.1');
  await once(way, 'listening');
  return {
    url: Object.assign(new URL(url), { port: String((way.address() as AddressInfo).port) }).href,
    close: () => void [way.close(), ...sockets.map((socket) => socket.destroy())],
  };
}

test.each([
  ['opsledger-log-read', 'The event store cannot be reached: Connection terminated due to connection timeout.'],
  ['opsledger-log-append', 'The event store cannot be reached: timeout expired.'],
])('a database that stops answering before %s is served, in one line', async (pool, lost) => {
  const database = await testDatabase();
  const way = await muteFor(pool, database.url);
  const { code, said } = await failedStart({
    PORT: String(await freePort()),
    DATABASE_URL: way.url,
    LOG_LEVEL: 'fatal',
  });
  way.close();
  await database.close();
  expect(said).toBe(`opsledger: ${lost} See whether the server runs and answers, then start again.`);
  expect(code).toBe(1);
});

test('an address with a sign that is not written as it must be, in one line without the password', async () => {
  const { code, said } = await failedStart({ DATABASE_URL: 'postgres://ops:to#psecret@host/ops' });
  expect(said).toBe(
    'opsledger: DATABASE_URL is no address: it looks like postgres://user:password@host:5432/database, with signs such as # or / in a password written as %23 or %2F.',
  );
  expect(code).toBe(1);
});

test('a database whose user may create nothing there, and one that only reads, in one line', async () => {
  const database = await testDatabase();
  const role = `reader_${process.pid}`;
  await database.pool.query(`create role ${role} login password 'reader'`);
  const url = new URL(database.url);
  const readOnly = `${database.url}?options=-c%20default_transaction_read_only%3Don`;
  [url.username, url.password] = [role, 'reader'];
  const refused = await failedStart({ PORT: String(await freePort()), DATABASE_URL: url.href });
  const reading = await failedStart({ PORT: String(await freePort()), DATABASE_URL: readOnly });
  await database.pool.query(`drop role ${role}`);
  await database.close();
  expect(refused.said).toMatch(
    /^opsledger: The database of DATABASE_URL cannot be used \(permission denied for database \w+\): its user must be allowed to create schemas there .*\.$/,
  );
  expect(reading.said).toMatch(
    /^opsledger: The database of DATABASE_URL cannot be used \(cannot execute CREATE SCHEMA in a read-only transaction\): name a server that can be written to, no standby\.$/,
  );
  expect([refused.code, reading.code]).toEqual([1, 1]);
});

test.each(['event-store', 'event-sourcing'])('a database whose %s is of a later version', async (component) => {
  const database = await testDatabase();
  await migrate(database.pool);
  await migrateEventSourcing(database.pool);
  await database.pool.query(
    `insert into opsledger.migrations (component, version, name) values ($1, 99, 'of tomorrow')`,
    [component],
  );
  const { code, said } = await failedStart({ PORT: String(await freePort()), DATABASE_URL: database.url });
  await database.close();
  expect(said).toMatch(
    new RegExp(
      `^opsledger: The database holds version 99 of ${component}, this program knows \\d+: start a newer one\\.$`,
    ),
  );
  expect(code).toBe(1);
});

test('a wrong environment, every variable of it', async () => {
  const { code, said } = await failedStart({ PORT: 'http', LOG_LEVEL: 'loud' });
  expect(said).toMatch(/^opsledger: The environment is not right:\n/);
  expect(said).toMatch(/^ {2}- PORT must be .*$/m);
  expect(said).toMatch(/^ {2}- LOG_LEVEL must be one of .*$/m);
  expect(code).toBe(1);
});

test('settings of Kafka that are wrong, alone or together, before anything is opened', async () => {
  const unopened = join(dataDir, 'unopened');
  const start = (variables: Record<string, string>) => failedStart({ OPSLEDGER_DATA: unopened, ...variables });
  const wrong = await start({ KAFKA_BROKERS: 'kafka' });
  const together = await start({ KAFKA_BROKERS: 'kafka:9092', KAFKA_SASL_MECHANISM: 'plain' });
  expect(wrong.said).toMatch(/^ {2}- KAFKA_BROKERS must be host:port, or several by commas, .*$/m);
  expect(together.said).toMatch(/^ {2}- KAFKA_SASL_USERNAME is required with KAFKA_SASL_MECHANISM$/m);
  expect([wrong.code, together.code]).toEqual([1, 1]);
  expect(existsSync(unopened)).toBe(false);
});

test('a view whose table is another than its version says, in one line', async () => {
  const database = await testDatabase();
  const first = await startSuite({ DATABASE_URL: database.url });
  await first.end('SIGTERM');
  await database.pool.query(`update opsledger.checkpoints set shape = 'another' where name = 'directory-teams'`);
  const { code, said } = await failedStart({ PORT: String(await freePort()), DATABASE_URL: database.url });
  await database.close();
  expect(said).toMatch(
    /^opsledger: The table of projection directory-teams is no longer the one version (\d+) was built with: raise its version to \d+ .*$/,
  );
  expect(said).not.toContain('\n');
  expect(code).toBe(1);
});

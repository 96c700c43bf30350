import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@opsledger/testing';
import { Client } from 'pg';
import { isFree } from './ports';
import { isAlive, serverProcessesOf } from './processes';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './start-embedded-postgres';

jest.setTimeout(60_000);

/** `fsync` is looked at nowhere below; the specs' data may be lost. */
const settings = { fsync: 'off', shared_buffers: '32MB' };

const running: EmbeddedPostgres[] = [];
const start = async (dataDir: string): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({ dataDir, settings });
  running.push(server);
  return server;
};

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const occupy = (port: number): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
  });

let dataDir: string;
let clusterDirectory: string;

beforeAll(async () => {
  // Under this name the next test run clears away what an interrupted one leaves.
  dataDir = mkdtempSync(join(tmpdir(), `opsledger-test-${process.pid}-`));
  chmodSync(dataDir, 0o711);
  clusterDirectory = join(dataDir, 'postgres');
  const server = await start(dataDir);
  await query(server.url, `create table kept as select 'here' as text`);
  await server.stop();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const expectData = async ({ url }: EmbeddedPostgres) =>
  expect(await query(url, 'select text from kept')).toEqual([{ text: 'here' }]);

test('a second start keeps data, password and port; a stop leaves no process', async () => {
  const server = await start(dataDir);
  await expectData(server);
  expect(JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8'))).toMatchObject({ port: server.port });
  expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);

  const { pid } = server;
  await server.stop();
  expect(isAlive(pid)).toBe(false);
  expect(serverProcessesOf(clusterDirectory)).toEqual([]);
});

test('collation does not depend on the operating system, text is UTF-8, data is checksummed', async () => {
  const { url } = await start(dataDir);
  const sql = `select datlocprovider as provider, current_setting('server_encoding') as encoding,
    current_setting('data_checksums') as checksums from pg_database where datname = current_database()`;
  expect(await query(url, sql)).toEqual([{ provider: 'b', encoding: 'UTF8', checksums: 'on' }]);
});

test('the password is needed', async () => {
  const { url } = await start(dataDir);
  const wrong = Object.assign(new URL(url), { password: 'guess' }).href;
  await expect(query(wrong, 'select 1')).rejects.toThrow('password authentication failed');
});

test('a server that was left running is taken over, and stopped by its new keeper', async () => {
  const first = await start(dataDir);
  await first.release();
  const second = await start(dataDir);
  expect(second.pid).toBe(first.pid);
  await expectData(second);

  await second.stop();
  expect(isAlive(first.pid)).toBe(false);
});

test.each(['started', 'taken over'])(
  'a %s server that is killed comes back on the same port with its data',
  async (how) => {
    const first = await start(dataDir);
    if (how === 'taken over') await first.release();
    const server = how === 'taken over' ? await start(dataDir) : first;
    const back = new Promise<void>((resolve) => void server.onRestart(resolve));
    const killed = server.pid;

    process.kill(killed, 'SIGKILL');
    await back;
    expect(server.pid).not.toBe(killed);
    await expectData(server);
  },
);

test('a backend that is busy when its server is killed does not keep the next one from starting', async () => {
  const server = await start(dataDir);
  const back = new Promise<void>((resolve) => void server.onRestart(resolve));
  // A busy loop: it looks for its server's death only when it has nothing to do.
  const busy = query(server.url, `select count(*) from generate_series(1, 1e12::bigint)`);
  const cut = expect(busy).rejects.toThrow();
  await eventually(async () =>
    expect(
      await query(server.url, `select 1 from pg_stat_activity where query like '%1e12%' and pid <> pg_backend_pid()`),
    ).toHaveLength(1),
  );

  process.kill(server.pid, 'SIGKILL');
  await back;
  await cut;
  await expectData(server);
});

test('killed while nobody watched: the next start recovers', async () => {
  const server = await start(dataDir);
  await server.release();
  process.kill(server.pid, 'SIGKILL');
  await eventually(() => expect(serverProcessesOf(clusterDirectory)).toEqual([]));
  await expectData(await start(dataDir));
});

test('a left-over pid file that names some other program does not keep it from starting', async () => {
  writeFileSync(
    join(clusterDirectory, 'postmaster.pid'),
    `${process.ppid}\n${clusterDirectory}\n1700000000\n5432\n\n127.0.0.1\n 123 456\nready   \n`,
  );
  await expectData(await start(dataDir));
});

test('another port is chosen, and kept, when somebody took the one used last', async () => {
  const first = await start(dataDir);
  await first.stop();
  const thief = await occupy(first.port);
  const second = await start(dataDir);
  expect(second.port).not.toBe(first.port);
  await expectData(second);
  await second.stop();

  thief.close();
  expect((await start(dataDir)).port).toBe(second.port);
});

test('stopping while it is being started again leaves nothing behind', async () => {
  const server = await start(dataDir);
  process.kill(server.pid, 'SIGKILL');
  await eventually(() => expect(isAlive(server.pid)).toBe(false));
  await server.stop();
  expect(serverProcessesOf(clusterDirectory)).toEqual([]);
  expect(await isFree(server.port)).toBe(true);
});

/** The server and all it has begun: none of them hears a signal but SIGKILL any more. */
const freeze = () => serverProcessesOf(clusterDirectory).forEach((pid) => process.kill(pid, 'SIGSTOP'));

test('a frozen server is killed in time and told, and what was committed is there at the next start', async () => {
  const warned: string[] = [];
  const log = { info: () => undefined, warn: (message: string) => void warned.push(message) };
  const server = await startEmbeddedPostgres({ dataDir, settings, log });
  await query(server.url, `create table frozen as select 'committed' as text`);
  const { pid } = server;
  freeze();
  const began = performance.now();
  await server.stop(3_000);
  // Far less than a frozen one would take, and with room for a machine that is busy.
  expect(performance.now() - began).toBeLessThan(15_000);
  await eventually(async () => expect(serverProcessesOf(clusterDirectory)).toEqual([]));
  expect(warned).toEqual([
    `PostgreSQL (pid ${pid}) did not end within 3 seconds and was killed; the next start recovers what it had committed`,
  ]);
  const { url } = await start(dataDir);
  expect(await query(url, 'select text from frozen')).toEqual([{ text: 'committed' }]);
  await query(url, 'drop table frozen');
});

test('a start that waits for a frozen server ends with its signal, and leaves no server', async () => {
  await (await start(dataDir)).release();
  freeze();
  const ending = new AbortController();
  const starting = startEmbeddedPostgres({ dataDir, settings, signal: ending.signal });
  const told = expect(starting).rejects.toThrow('told to end');
  // Long enough that it has asked the server; had it not, it would end all the same.
  await delay(200);
  ending.abort(new Error('told to end'));
  await told;
  await eventually(async () => expect(serverProcessesOf(clusterDirectory)).toEqual([]));
}, 30_000);

test('a damaged or missing password file is told, not guessed around', async () => {
  const file = join(dataDir, 'postgres.json');
  const kept = readFileSync(file);
  writeFileSync(file, '{');
  await expect(start(dataDir)).rejects.toThrow('is damaged');
  writeFileSync(file, JSON.stringify({ port: 0, password: 'other' }));
  await expect(start(dataDir)).rejects.toThrow('is not that of the data beside it');
  rmSync(file);
  await expect(start(dataDir)).rejects.toThrow('is missing');
  writeFileSync(file, kept);
});

test.each([
  ['files of others', (path: string) => (mkdirSync(path), writeFileSync(join(path, 'notes.txt'), ''))],
  ['no directory', (path: string) => writeFileSync(path, '')],
])('%s where the data would be are told, and left as they are', async (_what, make) => {
  const taken = mkdtempSync(join(tmpdir(), `opsledger-test-${process.pid}-`));
  chmodSync(taken, 0o711);
  make(join(taken, 'postgres'));
  await expect(start(taken)).rejects.toThrow(
    `${join(taken, 'postgres')} is there and no PostgreSQL database: move it away, or choose another data directory with OPSLEDGER_DATA.`,
  );
  expect(readdirSync(taken)).toEqual(['postgres']);
  rmSync(taken, { recursive: true });
});

test('data that is gone is told, and no empty database put in its place', async () => {
  const left = mkdtempSync(join(tmpdir(), `opsledger-test-${process.pid}-`));
  chmodSync(left, 0o711);
  cpSync(join(dataDir, 'postgres.json'), join(left, 'postgres.json'));
  await expect(start(left)).rejects.toThrow(
    `${join(left, 'postgres')}, the database that ${join(left, 'postgres.json')} belongs to, is gone: restore it from a backup, or move what is left in ${left} away to start empty.`,
  );
  expect(readdirSync(left)).toEqual(['postgres.json']);
  rmSync(left, { recursive: true });
});

test('a first start that was cut short is made up for', async () => {
  const cut = mkdtempSync(join(tmpdir(), `opsledger-test-${process.pid}-`));
  chmodSync(cut, 0o711);
  // As it is written before the database is made.
  writeFileSync(join(cut, 'postgres.json'), JSON.stringify({ port: 0, password: 'secret' }));
  const server = await start(cut);
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
  rmSync(cut, { recursive: true });
});

test('data of another major version is told', async () => {
  const file = join(clusterDirectory, 'PG_VERSION');
  writeFileSync(file, '16\n');
  await expect(start(dataDir)).rejects.toThrow('was written by PostgreSQL 16');
  writeFileSync(file, '18\n');
});

test('a setting the server does not know is told with the server’s own words', async () => {
  const wrong = startEmbeddedPostgres({ dataDir, settings: { shared_bufers: 1 } });
  await expect(wrong).rejects.toThrow(
    /^PostgreSQL did not start: unrecognized configuration parameter "shared_bufers" \(log: .*\)$/,
  );
});

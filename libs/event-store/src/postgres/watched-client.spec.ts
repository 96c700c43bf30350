import { testDatabase, unreliableLink, type TestDatabase, type UnreliableLink } from '@opsledger/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { longRunning } from './long-running';
import { WatchedClient } from './watched-client';

let database: TestDatabase;
let link: UnreliableLink;
const clients: WatchedClient[] = [];

beforeAll(async () => (database = await testDatabase()));
beforeEach(async () => (link = await unreliableLink({ port: Number(new URL(database.url).port) })));
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end().catch(() => undefined)));
  await link.close();
});
afterAll(() => database.close());

async function connected(config: object = {}) {
  const url = Object.assign(new URL(database.url), { host: `127.0.0.1:${link.port}` }).href;
  const client = new WatchedClient({ connectionString: url, query_timeout: 300, ...config });
  clients.push(client);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const gone = /^Query read timeout/;

test('all that a silent server was asked fails, and its connection ends', async () => {
  const client = await connected({ pipeline: true });
  await client.query('select 1');
  const ended = new Promise((resolve) => client.once('end', resolve));
  await link.become('black-holed');
  const asked = await Promise.allSettled([client.query('select 1'), client.query('select 2')]);
  expect(asked).toMatchObject([{ reason: { message: expect.stringMatching(gone) } }, { status: 'rejected' }]);
  await ended;
});

test('nobody is given up who was asked nothing, or who answers in time', async () => {
  const client = await connected();
  await client.query('select 1');
  await (await connected({ query_timeout: 5_000 })).query('select pg_sleep(0.8)');
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('what may take long is waited for; what is asked after it is not', async () => {
  const client = await connected();
  await client.query(longRunning('select pg_sleep(0.8)'));
  await link.become('black-holed');
  await expect(client.query('select 1')).rejects.toThrow(gone);
});

test('without a limit it is waited for', async () => {
  const client = await connected({ query_timeout: undefined });
  expect((await client.query('select 1 as one, pg_sleep(0.6)')).rows).toMatchObject([{ one: 1 }]);
});

test('what is asked behind a question that has no answer yet does not prolong the wait for it', async () => {
  const client = await connected({ pipeline: true, query_timeout: 1_500 });
  await client.query('select 1');
  await link.become('black-holed');
  const began = performance.now();
  const first = client.query('select 1');
  await delay(1_300);
  const second = client.query('select 2');
  await expect(first).rejects.toThrow(gone);
  await expect(second).rejects.toThrow();
  expect(performance.now() - began).toBeLessThan(2_500);
});

test('a server that answers one question after the other has time for each', async () => {
  const client = await connected({ pipeline: true, query_timeout: 1_000 });
  const naps = [1, 2, 3].map((nap) => client.query(`select pg_sleep(0.6), ${nap} as nap`));
  const answers = await Promise.all(naps);
  expect(answers.map(({ rows }) => rows[0])).toMatchObject([{ nap: 1 }, { nap: 2 }, { nap: 3 }]);
});

test('an answer that lies there is read before anybody is given up, however long this process was held up', async () => {
  const client = await connected();
  await client.query('select 1');
  const asked = client.query('select 1 as one, pg_sleep(0.05)');
  await delay(20);
  for (const until = performance.now() + 1_000; performance.now() < until;);
  expect((await asked).rows).toMatchObject([{ one: 1 }]);
});

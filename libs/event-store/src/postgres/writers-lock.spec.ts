import { eventually, testDatabase, unreliableLink, type TestDatabase } from '@opsledger/testing';
import type { Client } from 'pg';
import { aStream, facts } from '../contract/samples';
import { LogTaken, SessionsPooled, StoreUnavailable } from '../errors';
import { START } from '../event';
import { NO_STREAM } from '../event-store';
import { advisoryLocks } from './advisory-locks.fixture';
import { PostgresEventStore } from './postgres-event-store';
import { WritersLock, type Writing } from './writers-lock';

let database: TestDatabase;
const stores: PostgresEventStore[] = [];

beforeEach(async () => (database = await testDatabase()));
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await database.close();
});

async function open(writing?: Writing, onTaken?: (error: LogTaken) => void): Promise<PostgresEventStore> {
  const store = await PostgresEventStore.open({ url: database.url, writing, onTaken });
  stores.push(store);
  return store;
}

const endAppending = () =>
  database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'opsledger-log-append'`);

test('who is alone knows it, and others may read but not append, nor restore', async () => {
  const alone = await open('alone');
  await eventually(() => expect(alone.soleWriter).toBe(true));
  const { events } = await alone.append(aStream(), NO_STREAM, facts(2));

  const other = await open();
  expect(await other.readAll({ after: START, limit: 10 })).toEqual(events);
  expect(await other.settledHead()).toBe(events.at(-1)?.position);
  await expect(other.append(aStream(), NO_STREAM, facts(1))).rejects.toThrow(LogTaken);
  const [stored] = await other.readStored({ after: START, limit: 1 });
  await expect(other.restore([{ ...stored!, streamId: aStream() }])).rejects.toThrow(LogTaken);
  expect(await alone.head()).toBe(events.at(-1)?.position);
});

test.each([
  ['alone', 'shared', 'the only one that may write'],
  ['alone', 'alone', 'Other processes write'],
  ['shared', 'alone', 'Other processes write'],
] as const)(
  'beside one that writes %s another that would %s is refused, told who it is',
  async (first, second, why) => {
    await open(first);
    const opening = open(second);
    await expect(opening).rejects.toThrow(LogTaken);
    await expect(opening).rejects.toThrow(why);
    await expect(opening).rejects.toThrow(/: opsledger-log-append, pid \d+ of the server, from [\d.:]+\.$/);
  },
);

test('several write beside each other, none of them alone; who appended without a word counts as well', async () => {
  const [one, other] = [await open('shared'), await open()];
  await other.append(aStream(), NO_STREAM, facts(1));
  expect([one.soleWriter, other.soleWriter]).toEqual([false, false]);
  await Promise.all(stores.splice(0, 1).map((store) => store.close()));
  await expect(open('alone')).rejects.toThrow(LogTaken);
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await eventually(async () => expect((await open('alone')).soleWriter).toBe(true));
});

test('whose connection is ended is not alone until it has the lock again, and has said that something may have come', async () => {
  const alone = await open('alone');
  const seen: string[] = [];
  alone.onAppended((events) => void (events.length === 0 && seen.push(alone.soleWriter ? 'may have come' : 'came')));
  await alone.append(aStream(), NO_STREAM, facts(1));
  expect(alone.soleWriter).toBe(true);
  seen.splice(0);
  const watch = setInterval(() => alone.soleWriter || seen.push('lost'), 1);
  await endAppending();
  await eventually(() => expect(seen).toContain('may have come'));
  clearInterval(watch);
  expect(seen[0]).toBe('lost');
  expect(alone.soleWriter).toBe(true);
  await alone.append(aStream(), NO_STREAM, facts(1));
});

test('nobody counts as alone for longer than the server says so', async () => {
  const alone = await open('alone');
  const frozen = jest.spyOn(performance, 'now');
  const now = performance.now();
  await eventually(() => expect(alone.soleWriter).toBe(true));
  frozen.mockReturnValue(now + 5_000);
  expect(alone.soleWriter).toBe(false);
  frozen.mockRestore();
  await eventually(() => expect(alone.soleWriter).toBe(true));
});

test('behind a network that carries nothing nobody counts as alone; back from there the session the server still keeps is no other', async () => {
  const link = await unreliableLink({ port: Number(new URL(database.url).port) });
  const url = Object.assign(new URL(database.url), { port: String(link.port) }).href;
  const onTaken = jest.fn();
  const alone = await PostgresEventStore.open({ url, writing: 'alone', onTaken, statementTimeoutMs: 500 });
  stores.push(alone);
  expect(alone.soleWriter).toBe(true);
  await link.become('black-holed');
  await eventually(() => expect(alone.soleWriter).toBe(false));
  // Until the client gives its session up, of which the server hears nothing.
  await expect(alone.append(aStream(), NO_STREAM, facts(1))).rejects.toThrow(StoreUnavailable);
  expect(await advisoryLocks(database, 'held alone')).toBe(1);
  await link.become('up');
  await eventually(() => expect(alone.soleWriter).toBe(true), { timeoutMs: 20_000 });
  await alone.append(aStream(), NO_STREAM, facts(1));
  expect(onTaken).not.toHaveBeenCalled();
  await link.close();
}, 60_000);

test('who comes after one that was alone appends only when that one trusts in nothing any more', async () => {
  const before = performance.now();
  const next = await open('shared');
  await next.append(aStream(), NO_STREAM, facts(1));
  expect(performance.now() - before).toBeGreaterThan(490);
});

test('who writes beside others has its place again after its connection was lost, before it has anything to append', async () => {
  await open('shared');
  await endAppending();
  await eventually(async () => expect(await advisoryLocks(database, 'held shared')).toBe(0));
  await eventually(async () => expect(await advisoryLocks(database, 'held shared')).toBe(1), { timeoutMs: 10_000 });
  await expect(open('alone')).rejects.toThrow(LogTaken);
});

test('nobody is alone behind a pooler, which tells of another session than it hands out', async () => {
  const lock = new WritersLock('alone', false, { taken: () => undefined, lost: () => undefined });
  const pooled = await database.pool.connect();
  await expect(lock.take(Object.assign(pooled as unknown as Client, { processID: 1 }))).rejects.toThrow(SessionsPooled);
  expect(lock.isAlone).toBe(false);
  const held = await advisoryLocks(database, 'held alone');
  pooled.release(true);
  expect(held).toBe(0);
});

test('who finds others there when its connection comes back says so, and appends nothing', async () => {
  const taken: LogTaken[] = [];
  const alone = await open('alone', (error) => taken.push(error));
  const elsewhere = await database.pool.connect();
  const waiting = elsewhere.query('select pg_advisory_lock_shared(7305110004)');
  await endAppending();
  await waiting;
  await eventually(() => expect(taken[0]?.message).toContain('which this one must be the only one to do'));
  expect(alone.soleWriter).toBe(false);
  await expect(alone.append(aStream(), NO_STREAM, facts(1))).rejects.toThrow(StoreUnavailable);
  elsewhere.release(true);
});

import { setTimeout as delay } from 'node:timers/promises';
import { eventually, testDatabase, type TestDatabase } from '@opsledger/testing';
import { aStream, facts, headOf } from '../contract/samples';
import { StoreUnavailable, WrongExpectedVersion } from '../errors';
import { follows, START, type RecordedEvent } from '../event';
import { NO_STREAM, type EventStore } from '../event-store';
import { advisoryLocks } from './advisory-locks.fixture';
import { APPEND_LOCK } from './append-function';
import { PostgresEventStore } from './postgres-event-store';

let database: TestDatabase;
let stores: PostgresEventStore[];

beforeEach(async () => {
  database = await testDatabase();
  // At once: both find an empty database and both want to create the tables.
  stores = await Promise.all([1, 2, 3].map(() => PostgresEventStore.open({ url: database.url })));
});

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await database.close();
});

const storeAt = (index: number): PostgresEventStore => stores[index % stores.length] as PostgresEventStore;

async function follow(store: EventStore, until: () => boolean): Promise<RecordedEvent[]> {
  const seen: RecordedEvent[] = [];
  for (;;) {
    const last = until();
    const page = await store.readAll({ after: seen.at(-1)?.position ?? START, limit: 50 });
    for (const event of page) {
      expect(follows(seen.at(-1)?.position ?? START, event.position)).toBe(true);
      seen.push(event);
    }
    if (page.length === 0 && last) return seen;
  }
}

/** Every writer moves its own stream on and now and then quarrels over a shared one. */
async function write(writer: number, rounds: number): Promise<number> {
  let written = 0;
  for (let round = 0; round < rounds; round++) {
    const store = storeAt(writer);
    const stream = round % 5 === 0 ? 'incident-shared' : `incident-of-${writer}`;
    const attempt = store.append(stream, await headOf(store, stream), facts(1 + (round % 2)));
    written += await attempt.then(
      ({ events }) => events.length,
      (error: unknown) => {
        expect(error).toBeInstanceOf(WrongExpectedVersion);
        return 0;
      },
    );
  }
  return written;
}

test('several processes: positions have no gaps, and no reader meets one that fills later', async () => {
  let done = false;
  const writing = Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer, 20)));
  void writing.finally(() => (done = true));
  const readers = await Promise.all(stores.map((store) => follow(store, () => done)));
  const written = (await writing).reduce((sum, count) => sum + count, 0);
  for (const seen of readers) expect(seen).toHaveLength(written);
});

test('a transaction left open elsewhere, even one that wrote, holds neither writers nor readers back', async () => {
  const elsewhere = await database.pool.connect();
  await elsewhere.query('create table unrelated (id int)');
  await elsewhere.query('begin isolation level repeatable read');
  await elsewhere.query('insert into unrelated values (1)');
  await elsewhere.query('select count(*) from opsledger.events');

  const { events } = await storeAt(0).append(aStream(), NO_STREAM, facts(3));
  expect(await storeAt(1).readAll({ after: START, limit: 10 })).toEqual(events);

  await elsewhere.query('rollback');
  elsewhere.release();
});

test('a process hears of what another appends', async () => {
  const woken = new Promise<void>((resolve) =>
    storeAt(1).onAppended(async (events) => {
      expect(events).toEqual([]);
      if ((await storeAt(1).head()) !== START) resolve();
    }),
  );
  await storeAt(0).append(aStream(), NO_STREAM, facts(1));
  await woken;
});

test('a process hears of what another appends while an append of its own waits behind it', async () => {
  await storeAt(0).append(aStream(), NO_STREAM, facts(1));
  const elsewhere = await database.pool.connect();
  await elsewhere.query('begin');
  await elsewhere.query('select pg_advisory_xact_lock($1)', [APPEND_LOCK]);
  const others = storeAt(1).append(aStream(), NO_STREAM, facts(1));
  await eventually(async () => expect(await advisoryLocks(database, 'waited for')).toBe(1));
  const own = storeAt(0).append(aStream(), NO_STREAM, facts(1));
  await eventually(async () => expect(await advisoryLocks(database, 'waited for')).toBe(2));
  const told: (readonly RecordedEvent[])[] = [];
  const forget = storeAt(0).onAppended((events) => told.push(events));
  await elsewhere.query('commit');
  elsewhere.release();
  await others;
  const { events } = await own;
  expect(told).toContainEqual(events);
  expect(told).toContainEqual([]);
  forget();
});

test('the settled head lies behind appends that wait for their turn, and waits for nobody else', async () => {
  expect(await storeAt(1).settledHead()).toBe(START);
  const elsewhere = await database.pool.connect();
  await elsewhere.query('begin');
  await elsewhere.query('select pg_advisory_xact_lock($1)', [APPEND_LOCK]);
  const appending = storeAt(0).append(aStream(), NO_STREAM, facts(2));
  await eventually(async () => expect(await advisoryLocks(database, 'waited for')).toBe(1));

  expect(await storeAt(1).head()).toBe(START);
  const settled = Promise.all([storeAt(1).settledHead(), storeAt(2).settledHead()]);
  await eventually(async () => expect(await advisoryLocks(database, 'waited for')).toBe(3));
  await elsewhere.query('commit');
  elsewhere.release();
  const { position } = await appending;
  expect(await settled).toEqual([position, position]);
});

test('whoever waits for appends that hang keeps nobody from reading, and shares one look behind them', async () => {
  const { events } = await storeAt(1).append(aStream(), NO_STREAM, facts(2));
  const elsewhere = await database.pool.connect();
  await elsewhere.query('begin');
  await elsewhere.query('select pg_advisory_xact_lock($1)', [APPEND_LOCK]);
  const settled = Promise.all(Array.from({ length: 20 }, () => storeAt(1).settledHead()));
  const held = await Promise.race([storeAt(1).readAll({ after: START, limit: 10 }), delay(2_000, 'held up')]);
  expect(held).toEqual(events);
  await elsewhere.query('commit');
  elsewhere.release();
  expect(new Set(await settled)).toEqual(new Set([events.at(-1)?.position]));
});

test('the same append by two processes at once is recorded once', async () => {
  for (let round = 0; round < 10; round++) {
    const stream = aStream();
    const given = facts(2);
    const answers = await Promise.all(stores.map((store) => store.append(stream, NO_STREAM, given)));
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    for (const { events } of answers) expect(events).toEqual(answers[0]?.events);
  }
});

test('connections killed by the server: an append fails as unavailable or succeeds, and repeating it never doubles', async () => {
  const killConnections = () =>
    database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'opsledger-log-%'`);

  let unavailable = 0;
  const appendStubbornly = async (writer: number) => {
    const given = facts(2);
    for (;;) {
      try {
        return await storeAt(writer).append(`incident-${writer}`, NO_STREAM, given);
      } catch (error) {
        expect(error).toBeInstanceOf(StoreUnavailable);
        unavailable++;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  };
  for (let round = 0; unavailable < 20 && round < 50; round++) {
    const appends = Array.from({ length: 10 }, (_, writer) => appendStubbornly(round * 10 + writer));
    await killConnections();
    await Promise.all(appends);
  }

  expect(unavailable).toBeGreaterThan(0);
  const { rows } = await database.pool.query(
    'select stream_id, count(*)::int as events from opsledger.events group by stream_id having count(*) <> 2',
  );
  expect(rows).toEqual([]);
}, 60_000);

import { randomUUID } from 'node:crypto';
import { migrateEventSourcing } from '@opsledger/event-sourcing';
import { NO_STREAM, PostgresEventStore, START, type EventLog } from '@opsledger/event-store';
import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { fakeTerminal } from '../fake-server.fixture';
import { run } from '../program';
import { migrate } from './migrate';

let here: TestDatabase;
let there: TestDatabase;

beforeEach(async () => {
  [here, there] = await Promise.all([testDatabase(), testDatabase()]);
});
afterEach(() => Promise.all([here.close(), there.close()]));

const fact = (text: string) => ({
  id: randomUUID(),
  type: 'SomethingHappened',
  data: { text },
  occurredAt: '2026-03-01T00:00:00.000Z',
  metadata: { actor: { id: 'p', name: 'Ada', kind: 'person' as const }, correlationId: 'c' },
});

async function using<Answer>({ url }: TestDatabase, work: (log: EventLog) => Promise<Answer>): Promise<Answer> {
  const log = await PostgresEventStore.open({ url });
  try {
    return await work(log);
  } finally {
    await log.close();
  }
}

const fill = (database: TestDatabase, records = 30) =>
  using(database, async (log) => {
    for (let record = 0; record < records; record++)
      await log.append(`incident-${randomUUID()}`, NO_STREAM, [fact('one'), fact('two')]);
  });

const eventsIn = (database: TestDatabase) => using(database, (log) => log.readAll({ after: START, limit: 10_000 }));

async function opsledger(...args: string[]) {
  const terminal = fakeTerminal();
  const environment = { DATABASE_URL: here.url };
  const code = await run(['migrate', ...args], { ...terminal, environment, clock: () => new Date() });
  return { code, ...terminal.written };
}

test('the log comes over as it is, the two are compared, and the command may be given again', async () => {
  await fill(here);
  const first = await opsledger('--to', there.url);
  expect(first).toMatchObject({ code: 0 });
  expect(first.out).toContain('0 events were in the target already, 60 were copied.');
  expect(first.out).toContain('60 events of 30 records are the same on both sides');
  expect(first.err).toContain('Copying 60/60\n');
  expect(await eventsIn(there)).toEqual(await eventsIn(here));
  await fill(here, 1);
  expect((await opsledger('--to', there.url)).out).toContain('60 events were in the target already, 2 were copied.');
});

test('a dry run says what would be copied and writes no event', async () => {
  await fill(here);
  const { code, out } = await opsledger('--to', there.url, '--dry-run');
  expect([code, out]).toEqual([0, '0 events are in the target already, 60 would be copied. Nothing was written.\n']);
  expect(await eventsIn(there)).toEqual([]);
});

test('a target that holds another log is left as it is', async () => {
  await fill(here);
  await fill(there, 1);
  const { code, err } = await opsledger('--to', there.url);
  expect(code).toBe(1);
  expect(err).toContain('The target holds another log than the source: its event 1 is SomethingHappened');
  expect(await eventsIn(there)).toHaveLength(2);
});

test.each([
  [['--to', 'mysql://host/db'], 'A log is at postgres://'],
  [['--to', 'kurrentdb://u:secret@127.0.0.1:1?tls=false'], 'KurrentDB at 127.0.0.1:1'],
  [['--to', 'postgres://u:secret@127.0.0.1:1/none'], 'PostgreSQL at 127.0.0.1:1'],
  [
    ['--from', 'postgres://nobody@127.0.0.1:1/none', '--to', 'postgres://x@127.0.0.1:1/y'],
    'cannot be used (connect ECONNREFUSED',
  ],
  [[], "required option '--to <url>'"],
])('%j is told as what it is', async (args, message) => {
  await fill(here, 1);
  const { code, err } = await opsledger(...args);
  expect(code).not.toBe(0);
  expect(err).toContain(message);
  expect(err).not.toContain('secret');
});

test.each([
  ['--to', 'postgres://u:secret@ho st/db'],
  ['--from', 'postgres://u:secret@ho st/db', '--to', 'postgres://127.0.0.1:1/y'],
  ['--to', 'kurrentdb://127.0.0.1:1', '--readers', 'garbage'],
])('%j is wrong usage, told before anything is copied', async (...args) => {
  await fill(here, 1);
  const { code, err } = await opsledger(...args);
  expect([code, err]).toEqual([2, expect.stringContaining('it looks like postgres://')]);
  expect(err).not.toContain('secret');
});

test('a source without a log is told as such, and is not given one', async () => {
  const { err } = await opsledger('--to', there.url);
  expect(err).toContain('holds no log of Opsledger');
  const { rows } = await here.pool.query(`select to_regclass('opsledger.events') as log`);
  expect(rows[0].log).toBeNull();
});

test('an interrupted copy says how to go on', async () => {
  await fill(here);
  const interrupted = AbortSignal.abort();
  const request = { from: here.url, to: there.url, dataDir: 'none' };
  await expect(migrate(request, fakeTerminal(), interrupted)).rejects.toThrow('goes on where this one ended');
});

test('readers that follow the log of a database go on where they stand', async () => {
  await fill(here);
  await migrateEventSourcing(here.pool);
  await here.pool.query(
    `insert into opsledger.checkpoints (reader, name, version, position) values ('process', 'p', 1, '0000000000000007')`,
  );
  const { out } = await opsledger('--to', there.url, '--readers');
  // In a copy in another database positions are the same: nothing moves.
  expect(out).toContain('0 views and processes go on in the copy.');
  const { rows } = await here.pool.query('select position from opsledger.checkpoints');
  expect(rows).toEqual([{ position: '0000000000000007' }]);
});

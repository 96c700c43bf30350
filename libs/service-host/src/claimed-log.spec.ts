import type { EventLog, Writing } from '@opsledger/event-store';
import { createLogger } from '@opsledger/service-kit';
import { eventually, testDatabase, type TestDatabase } from '@opsledger/testing';
import { CannotGoOn } from './cannot-go-on';
import { CannotStart } from './cannot-start';
import { claimedLog } from './claimed-log';
import { Teardown } from './teardown';

const logger = createLogger({ level: 'silent' });
let database: TestDatabase;
const open = new Set<EventLog>();

beforeEach(async () => (database = await testDatabase()));
afterEach(async () => {
  await Promise.all([...open].map(close));
  await database.close();
});

async function claim(writing: Writing, patienceMs?: number, teardown = new Teardown(() => undefined)) {
  const { signal } = new AbortController();
  const log = await claimedLog({ DATABASE_URL: database.url }, { writing, signal }, logger, teardown, patienceMs);
  open.add(log);
  return log;
}

function close(log: EventLog): Promise<void> {
  open.delete(log);
  return log.close();
}

test('a process that is to be alone is the sole writer; one that is not, is not', async () => {
  expect((await claim('shared')).soleWriter).toBe(false);
  await Promise.all([...open].map(close));
  expect((await claim('alone')).soleWriter).toBe(true);
});

test('a process that takes the place of another waits until that one has ended', async () => {
  const told = jest.spyOn(logger, 'info');
  const first = await claim('alone');
  const second = claim('alone');
  await eventually(() => expect(told).toHaveBeenCalledWith(expect.stringContaining('Waiting for them to end')));
  await close(first);
  expect((await second).soleWriter).toBe(true);
  told.mockRestore();
});

test.each([
  ['alone', 'shared'],
  ['shared', 'alone'],
] as const)(
  'who stays and writes %s keeps one that would write %s from starting, in a line with the remedy',
  async (first, second) => {
    await claim(first);
    const refused = claim(second, 0);
    await expect(refused).rejects.toThrow(CannotStart);
    await expect(refused).rejects.toThrow(
      /: opsledger-log-append, pid \d+ .*\. End one or the other\. .*OPSLEDGER_ALONE/,
    );
  },
);

test('a wait ends with the process', async () => {
  await claim('alone');
  const ending = new AbortController();
  const environment = { DATABASE_URL: database.url };
  const waiting = claimedLog(
    environment,
    { writing: 'shared', signal: ending.signal },
    logger,
    new Teardown(() => undefined),
  );
  ending.abort(new Error('told to end'));
  await expect(waiting).rejects.toThrow('told to end');
});

test('a process that was alone ends when another came while its connection was lost', async () => {
  const teardown = new Teardown(() => undefined);
  await claim('alone', 0, teardown);
  const elsewhere = await database.pool.connect();
  const taken = elsewhere.query('select pg_advisory_lock_shared(7305110004)');
  await database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'opsledger-log-append'`);
  await taken;
  const why = await teardown.givenUp;
  expect(why).toBeInstanceOf(CannotGoOn);
  expect(why.message).toContain('OPSLEDGER_ALONE');
  elsewhere.release(true);
});

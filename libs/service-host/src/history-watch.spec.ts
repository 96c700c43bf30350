import { NO_STREAM, PostgresEventStore, START, type EventStore, type NewEvent } from '@opsledger/event-store';
import { eventually, testDatabase, type TestDatabase } from '@opsledger/testing';
import { randomUUID } from 'node:crypto';
import { HistoryWatch } from './history-watch';

let database: TestDatabase;
let [store, other]: PostgresEventStore[] = [];
let watch: HistoryWatch | undefined;
const told: string[] = [];

beforeEach(async () => {
  database = await testDatabase();
  store = await PostgresEventStore.open({ url: database.url });
  other = await PostgresEventStore.open({ url: database.url });
});
afterEach(async () => {
  await watch?.stop();
  told.length = 0;
  await Promise.all([store!.close(), other!.close()]);
  await database.close();
});

const fact = (): NewEvent => ({
  id: randomUUID(),
  type: 'NoteTaken',
  data: { text: randomUUID() },
  occurredAt: '2026-03-01T09:00:00.000Z',
  metadata: { actor: { id: 'anna', name: 'Anna', kind: 'person' }, correlationId: randomUUID() },
});

async function happen(log: EventStore, count: number): Promise<void> {
  for (let one = 0; one < count; one++) await log.append(`note-${randomUUID()}`, NO_STREAM, [fact()]);
}

/** As a backup that ends there does when it is restored. */
async function restoreTo(position: number): Promise<void> {
  await database.pool.query('alter table opsledger.events disable trigger append_only');
  await database.pool.query('delete from opsledger.events where position > $1', [position]);
}

async function watching(log: EventStore, everyMs: number): Promise<HistoryWatch> {
  watch = new HistoryWatch(log, ({ message }) => told.push(message), everyMs);
  watch.start();
  return watch;
}

/** A look that began after now has ended. */
async function looked(log: EventStore): Promise<void> {
  const head = jest.spyOn(log, 'head');
  await eventually(() => expect(head.mock.calls.length).toBeGreaterThan(2));
  head.mockRestore();
}

const clear = expect.stringMatching(/^The log does not hold any more .* Start it again/);

test('a log that grows by several processes at once is the same log', async () => {
  await watching(store!, 5);
  await Promise.all([happen(store!, 100), happen(store!, 100), happen(other!, 100)]);
  await looked(store!);
  expect(told).toEqual([]);
});

test('a log that ends before what was seen of it is told, once', async () => {
  await happen(other!, 5);
  await watching(store!, 5);
  await looked(store!);
  await restoreTo(3);
  await eventually(() => expect(told).toEqual([clear]));
  await restoreTo(1);
  expect(told).toHaveLength(1);
});

test('also one that has grown past that again, by others', async () => {
  await watching(store!, 60_000);
  await happen(store!, 5);
  await restoreTo(3);
  await happen(other!, 5);
  await watch!.stop();
  watch!.start();
  await eventually(() => expect(told).toEqual([clear]));
});

test('an append of its own that is written before an earlier one tells it, whenever the next look would be', async () => {
  await watching(store!, 60_000);
  await happen(store!, 5);
  await restoreTo(3);
  await happen(store!, 1);
  await eventually(() => expect(told).toEqual([clear]));
});

test('a log out of reach tells nothing', async () => {
  const leaving = await PostgresEventStore.open({ url: database.url });
  await watching(leaving, 5);
  await happen(leaving, 1);
  await looked(leaving);
  await leaving.close();
  await looked(leaving);
  expect(told).toEqual([]);
});

test('a server that shows for a while less than it has, as a standby does that takes over, holds the same log', async () => {
  await happen(other!, 5);
  await watching(store!, 5);
  await looked(store!);
  const [early] = await store!.readAll({ after: START, limit: 1 });
  const head = jest.spyOn(store!, 'head').mockResolvedValueOnce(early!.position).mockResolvedValueOnce(early!.position);
  await eventually(() => expect(head.mock.calls.length).toBeGreaterThan(10));
  head.mockRestore();
  expect(told).toEqual([]);
});

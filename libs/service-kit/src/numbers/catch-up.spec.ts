import { MemoryEventStore, NO_STREAM, PostgresEventStore, type EventStore } from '@opsledger/event-store';
import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { randomUUID } from 'node:crypto';
import { catchUpNumbers } from './catch-up';
import { Numbers } from './numbers';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
});
afterEach(() => test.close());

async function record(store: EventStore, ...data: object[]): Promise<void> {
  const facts = data.map((each) => ({
    id: randomUUID(),
    type: 'ThingLogged',
    data: each,
    occurredAt: '2026-03-01T09:00:00.000Z',
    metadata: { actor: { id: 'p', name: 'Ada', kind: 'person' as const }, correlationId: 'c' },
  }));
  await store.append(`thing-${randomUUID()}`, NO_STREAM, facts);
}

it('begins behind the highest number that the log holds, wherever an event says it, per prefix', async () => {
  const store = new MemoryEventStore();
  await record(store, { keys: { number: 'INC0000041' } }, { rows: [{ number: 'QRW0000007' }] });
  await record(store, { keys: { number: 'INC0000009' }, text: 'INC0000099', number: 'not a number' });
  for (let count = 0; count < 1_100; count++) await record(store, { nothing: count });
  await record(store, { keys: { number: 'PRB0012345' } });
  await catchUpNumbers(test.pool, store);
  const numbers = new Numbers(test.pool);
  expect(await Promise.all(['INC', 'QRW', 'PRB', 'CHG'].map((prefix) => numbers.next(prefix)))).toEqual([
    'INC0000042',
    'QRW0000008',
    'PRB0012346',
    'CHG0000001',
  ]);
});

it('takes nothing back from sequences that are further on', async () => {
  const store = new MemoryEventStore();
  await record(store, { keys: { number: 'INC0000003' } });
  const numbers = new Numbers(test.pool, { block: 10 });
  await numbers.next('INC');
  await catchUpNumbers(test.pool, store);
  expect(await new Numbers(test.pool).next('INC')).toBe('INC0000011');
});

it('looks at a log elsewhere again at every start, and only at what is new', async () => {
  const store = new MemoryEventStore();
  await record(store, { keys: { number: 'INC0000010' } });
  await catchUpNumbers(test.pool, store);
  await record(store, { keys: { number: 'INC0000020' } });
  const reads = jest.spyOn(store, 'readAll');
  await catchUpNumbers(test.pool, store);
  expect(reads).toHaveBeenCalledWith({ after: '0000000000000001', limit: 1_000 });
  expect(await new Numbers(test.pool).next('INC')).toBe('INC0000021');
});

it('looks at the log in the same database once', async () => {
  const store = await PostgresEventStore.open({ url: test.url });
  await record(store, { keys: { number: 'INC0000010' } });
  await catchUpNumbers(test.pool, store);
  const reads = jest.spyOn(store, 'readAll');
  await catchUpNumbers(test.pool, store);
  expect(reads).not.toHaveBeenCalled();
  expect(await new Numbers(test.pool).next('INC')).toBe('INC0000011');
  await store.close();
});

it('may be done by several processes at once', async () => {
  const store = new MemoryEventStore();
  await record(store, { keys: { number: 'INC0000010' } });
  const numbers = new Numbers(test.pool, { block: 5 });
  const given = await Promise.all([
    catchUpNumbers(test.pool, store),
    ...Array.from({ length: 20 }, () => catchUpNumbers(test.pool, store).then(() => numbers.next('INC'))),
  ]);
  const strings = given.filter((each) => typeof each === 'string');
  expect(new Set(strings).size).toBe(20);
  for (const number of strings) expect(number > 'INC0000010').toBe(true);
});

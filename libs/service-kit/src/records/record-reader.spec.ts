import type { Recorded } from '@opsledger/event-sourcing';
import type { DomainEvent } from '@opsledger/event-store';
import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { Kysely, PostgresDialect } from 'kysely';
import { recordReader } from './record-reader';

const FIRST = '00000000-0000-4000-8000-000000000001';
const SECOND = '00000000-0000-4000-8000-000000000002';
const THIRD = '00000000-0000-4000-8000-000000000003';

let database: TestDatabase;
let db: Kysely<any>;
const asked: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  await database.pool.query('create table things (id uuid primary key, number text not null)');
  await database.pool.query(`insert into things values ('${FIRST}', 'THG0000001'), ('${SECOND}', 'THG0000002')`);
  db = new Kysely({
    dialect: new PostgresDialect({ pool: database.pool }),
    log: ({ query }) => void asked.push(query.sql),
  });
});
afterAll(() => database.close());
beforeEach(() => void asked.splice(0));

/** As a service does that has just begun, where nothing is about to be shown. */
const finder = () => {
  const records = recordReader({
    category: 'thing',
    list: { name: 'things', table: { schema: 'public', name: 'things' } },
    after: () => ({}),
  });
  return (name: string) => records.idOf(name, { db, found: async (_projection, load) => (await load()) ?? undefined });
};
const idOf = finder();

test('a record is named by its id, or by its number in any case', async () => {
  expect(await idOf(FIRST.toUpperCase())).toBe(FIRST);
  expect(asked).toEqual([]);
  expect(await idOf('thg0000002')).toBe(SECOND);
  expect(await idOf('THG0000009')).toBeUndefined();
});

test('a number is looked up once, unless there is no such record yet', async () => {
  await idOf('THG0000001');
  asked.splice(0);
  expect(await idOf('thg0000001')).toBe(FIRST);
  expect(asked).toEqual([]);
  expect(await idOf('THG0000003')).toBeUndefined();
  await database.pool.query(`insert into things values ('${THIRD}', 'THG0000003')`);
  expect(await idOf('THG0000003')).toBe(THIRD);
});

test('numbers asked for together are looked up together', async () => {
  const idOf = finder();
  const ids = await Promise.all(['THG0000002', 'THG0000001', 'THG0000009', 'thg0000002'].map(idOf));
  expect(ids).toEqual([SECOND, FIRST, undefined, SECOND]);
  expect(asked).toHaveLength(1);
});

test('a name that no text of the database can be finds nothing, and fails nobody else', async () => {
  expect(await Promise.all(['THG\0', 'THG0000001'].map(idOf))).toEqual([undefined, FIRST]);
});

test('a record as it is now is folded once for the same facts, and every time as of an instant', () => {
  let folds = 0;
  const records = recordReader<{ readonly facts: number }, DomainEvent>({
    category: 'thing',
    list: { name: 'things', table: { schema: 'public', name: 'things' } },
    after: (document) => {
      folds += 1;
      return { facts: (document?.facts ?? 0) + 1 };
    },
  });
  const fact = { type: 'ThingNoted', occurredAt: '2026-03-01T09:00:00.000Z' } as Recorded<DomainEvent>;
  const facts = [fact, fact];
  expect(records.documentOf(facts)).toEqual({ facts: 2 });
  expect(records.documentOf(facts)).toBe(records.documentOf(facts));
  expect(folds).toBe(2);
  expect(records.documentOf([...facts, fact])).toEqual({ facts: 3 });
  expect(records.documentOf(facts, '2026-02-01T00:00:00Z')).toBeUndefined();
});

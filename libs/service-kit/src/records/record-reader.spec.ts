import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { Kysely, PostgresDialect } from 'kysely';
import { recordReader } from './record-reader';

const FIRST = '00000000-0000-4000-8000-000000000001';
const SECOND = '00000000-0000-4000-8000-000000000002';
const records = recordReader({
  category: 'thing',
  list: { name: 'things', table: { schema: 'public', name: 'things' } },
  after: () => ({}),
});

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

/** As a service does where nothing is about to be shown. */
const idOf = (name: string) =>
  records.idOf(name, { db, found: async (_projection, load) => (await load()) ?? undefined });

test('a record is named by its id, or by its number in any case', async () => {
  expect(await idOf(FIRST.toUpperCase())).toBe(FIRST);
  expect(asked).toEqual([]);
  expect(await idOf('thg0000002')).toBe(SECOND);
  expect(await idOf('THG0000009')).toBeUndefined();
});

test('numbers asked for together are looked up together', async () => {
  const ids = await Promise.all(['THG0000002', 'THG0000001', 'THG0000009', 'thg0000002'].map(idOf));
  expect(ids).toEqual([SECOND, FIRST, undefined, SECOND]);
  expect(asked).toHaveLength(1);
});

test('a name that no text of the database can be finds nothing, and fails nobody else', async () => {
  expect(await Promise.all(['THG\0', 'THG0000001'].map(idOf))).toEqual([undefined, FIRST]);
});

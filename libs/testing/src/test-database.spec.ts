import { testDatabase } from './test-database';

test('every call makes a database of its own, which close drops', async () => {
  const [one, other] = [await testDatabase(), await testDatabase()];
  await one.pool.query('create table note (text text)');

  const { rows } = await other.pool.query(`select to_regclass('note') as note`);
  expect(rows).toEqual([{ note: null }]);

  await one.close();
  const name = new URL(one.url).pathname.slice(1);
  const left = await other.pool.query('select 1 from pg_database where datname = $1', [name]);
  expect(left.rowCount).toBe(0);
  await other.close();
});

test('a connection still open does not keep a database from being dropped', async () => {
  const database = await testDatabase();
  const { Client } = await import('pg');
  const forgotten = new Client({ connectionString: database.url });
  forgotten.on('error', () => undefined);
  await forgotten.connect();
  await database.close();
});

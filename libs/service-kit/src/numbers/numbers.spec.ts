import { testDatabase, type TestDatabase } from '@opsledger/testing';
import type { Pool, QueryConfig } from 'pg';
import { Numbers } from './numbers';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
});
afterEach(() => test.close());

const many = (numbers: Numbers, count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, () => numbers.next('INC')));

it('starts at one, per prefix, seven digits', async () => {
  const numbers = new Numbers(test.pool);
  expect(await numbers.next('INC')).toBe('INC0000001');
  expect(await numbers.next('INC')).toBe('INC0000002');
  expect(await numbers.next('PRB')).toBe('PRB0000001');
});

it('never gives a number twice, over processes that start together and take blocks of different sizes', async () => {
  const processes = [50, 7, 1].map((block) => new Numbers(test.pool, { block }));
  const given = (await Promise.all(processes.map((numbers) => many(numbers, 120)))).flat();
  expect(new Set(given).size).toBe(360);
});

it('goes up within a process', async () => {
  const given = await many(new Numbers(test.pool, { block: 10 }), 45);
  expect(given).toEqual([...given].sort());
});

it('fetches the next block before the present one is used up', async () => {
  let fetches = 0;
  const counting = {
    query: (query: string | QueryConfig) => {
      if (typeof query === 'object' && query.text.includes('nextval')) fetches += 1;
      return test.pool.query(query);
    },
  } as unknown as Pool;
  const numbers = new Numbers(counting, { block: 10 });
  for (let taken = 0; taken < 4; taken += 1) await numbers.next('INC');
  expect(fetches).toBe(1);
  await numbers.next('INC');
  expect(fetches).toBe(2);
});

it('tells whoever waits when the database fails, and recovers', async () => {
  let broken = true;
  const failing = {
    query: (query: string | QueryConfig) =>
      broken ? Promise.reject(new Error('no database')) : test.pool.query(query),
  } as unknown as Pool;
  const numbers = new Numbers(failing);
  await expect(numbers.next('INC')).rejects.toThrow('no database');
  broken = false;
  await expect(numbers.next('INC')).resolves.toBe('INC0000001');
});

it.each(['inc', 'X', `A'; drop table x`, 'TOOLONGAPREFIX'])('refuses %j as a prefix', async (prefix) => {
  await expect(new Numbers(test.pool).next(prefix)).rejects.toThrow(RangeError);
});

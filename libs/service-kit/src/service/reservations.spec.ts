import { Leadership } from '@opsledger/event-sourcing';
import { eventually, testDatabase, type TestDatabase } from '@opsledger/testing';
import { Pool } from 'pg';
import { holding, requireHeld, type Leases } from './reservations';

let database: TestDatabase;
const pools: Pool[] = [];

beforeAll(async () => (database = await testDatabase()));
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.close();
});

/** Leases as another process on the same database would take them. */
function aProcess(): Leases {
  const pool = new Pool({ connectionString: database.url, max: 1 });
  pools.push(pool);
  return Leadership.of(pool);
}

/** Work that notes when it begins, and ends when it is told to. */
function noted(diary: string[], name: string) {
  let end!: () => void;
  let begun!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const began = new Promise<void>((resolve) => (begun = resolve));
  const work = async () => {
    diary.push(`${name} begins`);
    begun();
    await ended;
    diary.push(`${name} ends`);
  };
  return { work, end, began };
}

test('who reserves the same in another process begins when the first has ended', async () => {
  const [here, there] = [aProcess(), aProcess()];
  const diary: string[] = [];
  const [first, second] = [noted(diary, 'first'), noted(diary, 'second')];
  const one = holding(here, ['email a', 'sign-in a'], first.work);
  await first.began;
  const other = holding(there, ['sign-in a', 'email b'], second.work);
  second.end();
  // Somebody else of that process, who reserves something else, is not held up.
  await holding(there, ['email c'], async () => void diary.push('third'));
  first.end();
  await Promise.all([one, other]);
  expect(diary).toEqual(['first begins', 'third', 'first ends', 'second begins', 'second ends']);
});

test('what is reserved in another order is given to one after the other, none waits for ever', async () => {
  const [here, there] = [aProcess(), aProcess()];
  let inside = 0;
  const alone = async () => {
    inside += 1;
    expect(inside).toBe(1);
    await database.pool.query('select 1');
    inside -= 1;
  };
  await Promise.all([
    holding(here, ['a', 'b'], alone),
    holding(there, ['b', 'a'], alone),
    holding(here, ['b', 'a', 'a'], alone),
  ]);
});

test('work that fails gives back what it held', async () => {
  const [here, there] = [aProcess(), aProcess()];
  await expect(holding(here, ['email d'], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await holding(there, ['email d'], async () => 'done')).toBe('done');
});

test('who waits for too long is told to try again, and nothing is done', async () => {
  const [here, there] = [aProcess(), aProcess()];
  const first = noted([], 'first');
  const one = holding(here, ['email e'], first.work);
  await first.began;
  const [patience, work] = [new AbortController(), jest.fn()];
  const other = holding(there, ['email e'], work, patience.signal);
  patience.abort();
  await expect(other).rejects.toMatchObject({ status: 503, code: 'reserved-meanwhile' });
  expect(work).not.toHaveBeenCalled();
  first.end();
  await one;
});

test('work is told when it has lost what it holds, and goes no further', async () => {
  const here = aProcess();
  const work = async (lost: AbortSignal) => {
    requireHeld(lost);
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (
         select oid from pg_database where datname = current_database())`,
    );
    await eventually(() => expect(lost.aborted).toBe(true));
    requireHeld(lost);
  };
  await expect(holding(here, ['email f'], work)).rejects.toMatchObject({ status: 503, code: 'reserved-meanwhile' });
});

import { eventually, testDatabase, type TestDatabase } from '@opsledger/testing';
import { Client, Pool, type PoolClient } from 'pg';
import { Leadership, type Lease } from './leadership';

let database: TestDatabase;
let pools: Pool[];
const forever = (): AbortSignal => new AbortController().signal;

beforeEach(async () => {
  database = await testDatabase();
  pools = [];
});

afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.close();
});

/** Leadership as another process would have it. */
function processCalled(name: string): Leadership {
  const pool = new Pool({ connectionString: database.url, application_name: name });
  pool.on('error', () => undefined);
  pools.push(pool);
  return Leadership.of(pool);
}

async function kill(name: string): Promise<void> {
  const administrator = new Client({ connectionString: database.url });
  await administrator.connect();
  await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
    name,
  ]);
  await administrator.end();
}

const settled = async (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setTimeout(resolve, 50, false))]);

describe('leadership', () => {
  it('belongs to one process per name until it is released', async () => {
    const [one, two] = [processCalled('one'), processCalled('two')];
    const first = await one.acquire('list', forever());
    const other = await two.acquire('detail', forever());
    const second = two.acquire('list', forever());
    expect(await settled(second)).toBe(false);

    await first.release();
    await (await second).release();
    await other.release();
  });

  it('belongs to one candidate within a process', async () => {
    const leadership = processCalled('one');
    const first = await leadership.acquire('list', forever());
    const second = leadership.acquire('list', forever());
    expect(await settled(second)).toBe(false);
    await first.release();
    await (await second).release();
  });

  it('is lost with the connection and won again', async () => {
    const [one, two] = [processCalled('one'), processCalled('two')];
    const leases = await Promise.all([one.acquire('list', forever()), one.acquire('detail', forever())]);
    const heir = two.acquire('list', forever());
    await kill('one');
    await (await heir).release();
    await eventually(() => expect(leases.map(({ lost }: Lease) => lost.aborted)).toEqual([true, true]));

    // A lease that was lost has nothing left to release.
    await leases[0]?.release();
    await (await one.acquire('detail', forever())).release();
  });

  it('is missed by the server soon when its machine is gone', async () => {
    const leadership = processCalled('one');
    const sessions: PoolClient[] = [];
    pools[0]!.on('connect', (session) => void sessions.push(session));
    const lease = await leadership.acquire('reports', forever());
    const { rows } = await sessions[0]!.query(`select current_setting('tcp_keepalives_idle')::int as idle,
      current_setting('tcp_keepalives_interval')::int as interval`);
    expect(rows).toEqual([{ idle: 10, interval: 5 }]);
    await lease.release();
  });

  it('can be waited for no longer', async () => {
    const [one, two] = [processCalled('one'), processCalled('two')];
    const first = await one.acquire('list', forever());
    const patience = new AbortController();
    const second = two.acquire('list', patience.signal);
    patience.abort(new Error('Stopping'));
    await expect(second).rejects.toThrow('Stopping');
    await expect(two.acquire('list', patience.signal)).rejects.toThrow('Stopping');
    await first.release();
  });

  it('is released by many at once', async () => {
    const leadership = processCalled('one');
    const names = Array.from({ length: 20 }, (_, index) => `list ${index}`);
    const leases = await Promise.all(names.map((name) => leadership.acquire(name, forever())));
    await Promise.all(leases.map((lease) => lease.release()));
    // Whoever comes after must find every name free: one that was kept would be waited for for ever.
    const heir = processCalled('two');
    const inherited = await Promise.all(names.map((name) => heir.acquire(name, forever())));
    expect(inherited.map(({ lost }) => lost.aborted)).toEqual(names.map(() => false));
    await Promise.all(inherited.map((lease) => lease.release()));
    expect(await locks()).toBe(0);
  });

  it('of several things is had together, in the order in which they were asked for', async () => {
    const [one, two] = [processCalled('one'), processCalled('two')];
    const diary: string[] = [];
    const reserved = async (who: Leadership, name: string, things: string[]) => {
      const lease = await who.reserve(things, forever());
      diary.push(name);
      return lease;
    };
    const [first, second] = [await reserved(one, 'first', ['a', 'c']), reserved(two, 'second', ['c', 'b'])];
    const [third, fourth] = [reserved(two, 'third', ['b']), reserved(one, 'fourth', ['d'])];
    await (await fourth).release();
    await first.release();
    await (await second).release();
    await (await third).release();
    expect(diary).toEqual(['first', 'fourth', 'second', 'third']);
  });

  it('of several things is had in the end by all who want them, over all processes', async () => {
    const processes = [processCalled('one'), processCalled('two')];
    const inside = new Set<string>();
    const alone = async (who: Leadership, names: string[]) => {
      const lease = await who.reserve(names, forever());
      for (const name of names) expect(inside.has(name)).toBe(false);
      for (const name of names) inside.add(name);
      await database.pool.query('select 1');
      for (const name of names) inside.delete(name);
      await lease.release();
    };
    const wishes = [['a', 'b'], ['b', 'a'], ['c', 'b'], ['c'], ['a', 'c'], ['a', 'b', 'c']];
    await Promise.all(processes.flatMap((who) => wishes.map((names) => alone(who, names))));
    const heir = await processCalled('three').reserve(['a', 'b', 'c'], forever());
    await heir.release();
  });

  it('of several things leaves none behind when it is waited for no longer', async () => {
    const [one, two] = [processCalled('one'), processCalled('two')];
    const first = await one.acquire('b', forever());
    const patience = new AbortController();
    const second = two.reserve(['a', 'b'], patience.signal);
    await eventually(async () => expect(await locks()).toBe(2));
    patience.abort(new Error('Stopping'));
    await expect(second).rejects.toThrow('Stopping');
    await (await one.acquire('a', forever())).release();
    await first.release();
  });

  const locks = async (): Promise<number> => {
    const { rows } = await database.pool.query<{ locks: number }>(
      `select count(*)::integer as locks from pg_locks join pg_database as d on d.oid = database
       where locktype = 'advisory' and datname = current_database()`,
    );
    return rows[0]!.locks;
  };
});

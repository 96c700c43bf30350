import { testDatabase, type TestDatabase } from '@opsledger/testing';
import type { Clock } from '../clock';
import { eventStoreContract } from '../contract/event-store-contract';
import { aFact, aStream, facts } from '../contract/samples';
import { DatabaseAhead, StoreUnavailable, WrongExpectedVersion } from '../errors';
import { NO_STREAM } from '../event-store';
import { PostgresEventStore } from './postgres-event-store';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

eventStoreContract(async ({ clock }: { clock?: Clock }) => {
  await database.pool.query('drop schema if exists opsledger cascade');
  return PostgresEventStore.open({ url: database.url, clock });
});

describe('on PostgreSQL', () => {
  const open = (url = database.url) => PostgresEventStore.open({ url });

  test('the log is append-only', async () => {
    const store = await open();
    await store.append(aStream(), NO_STREAM, [aFact()]);
    for (const change of [
      `update opsledger.events set type = 'Other'`,
      'delete from opsledger.events',
      'truncate opsledger.events',
    ])
      await expect(database.pool.query(change)).rejects.toThrow('append-only');
    await store.close();
  });

  test('a database newer than the program is refused', async () => {
    const store = await open();
    await store.close();
    await database.pool.query(`insert into opsledger.migrations values ('event-store', 99, 'from the future')`);
    await expect(open()).rejects.toThrow(DatabaseAhead);
    await database.pool.query('drop schema opsledger cascade');
  });

  test('an unreachable server is unavailable', async () => {
    await expect(open('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow(StoreUnavailable);
  });

  test('appends take their snapshot after the lock even where the database default is serializable', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await database.pool.query(`alter database ${name} set default_transaction_isolation = 'serializable'`);
    const stores = await Promise.all([open(), open()]);
    const append = (index: number) => stores[index % 2]?.append(aStream(), NO_STREAM, [aFact()]);
    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 10 }, (_, index) => append(index)));
    await Promise.all(stores.map((store) => store.close()));
    await database.pool.query(`alter database ${name} reset all`);
  });

  test('plans stay index probes after the table has grown', async () => {
    const store = await open();
    const append = () => store.append(aStream(), NO_STREAM, facts(100));
    await append();
    await Promise.all(Array.from({ length: 60 }, append));
    const scans = async () => {
      await database.pool.query('select pg_stat_force_next_flush()');
      const { rows } = await database.pool.query<{ seq_scan: string }>(
        `select seq_scan from pg_stat_user_tables where relid = 'opsledger.events'::regclass`,
      );
      return Number(rows[0]?.seq_scan);
    };
    const before = await scans();
    const stream = aStream();
    const given = facts(2);
    await store.append(stream, NO_STREAM, given);
    await store.append(stream, NO_STREAM, given);
    await expect(store.append(stream, NO_STREAM, facts(1))).rejects.toThrow(WrongExpectedVersion);
    await store.close();
    expect(await scans()).toBe(before);
  });
});

import { setTimeout as delay } from 'node:timers/promises';
import { migrateEventSourcing } from '@opsledger/event-sourcing';
import { MemoryEventStore } from '@opsledger/event-store';
import { eventually, testDatabase } from '@opsledger/testing';
import { CannotStart } from './cannot-start';
import { createLogger } from '@opsledger/service-kit';
import { readHostEnvironment } from './environment';
import { openLog, requireFollowed } from './log';
import { Teardown } from './teardown';

const logger = createLogger({ level: 'silent' });
const open = (url: string, variables: NodeJS.ProcessEnv, teardown = new Teardown(() => undefined)) =>
  openLog(url, readHostEnvironment({ DATABASE_URL: url, RPC_HOST: '127.0.0.1', ...variables }), logger, teardown);

test('the log is in the database unless the environment says otherwise', async () => {
  const database = await testDatabase();
  const teardown = new Teardown(() => undefined);
  const { store } = await open(database.url, {}, teardown);
  expect(store.log).toBe('database');
  await teardown.run();
  await database.close();
});

test('why the log cannot be read is told at once and not again, until there is another reason or all was well', async () => {
  const database = await testDatabase();
  const teardown = new Teardown(() => undefined);
  const warned = jest.spyOn(logger, 'warn');
  const reasons = () => warned.mock.calls.map(([fields]) => (fields as unknown as { err: Error }).err.message);
  const { events } = await open(database.url, {}, teardown);
  const gone = 'alter table opsledger.events rename to elsewhere';
  const missing = 'relation "opsledger.events" does not exist';
  const other = 'cannot be read as a log';

  await events.head();
  await database.pool.query(gone);
  await eventually(() => expect(reasons()).toEqual([missing]));
  await database.pool.query(`create function opsledger.refuse() returns bigint language plpgsql as
    $$ begin raise '${other}'; end $$;
    create view opsledger.events as select (to_jsonb(e) || '{}') as all_of_it, opsledger.refuse() as position from opsledger.elsewhere e`);
  await eventually(() => expect(reasons()).toHaveLength(2), { timeoutMs: 15_000 });
  await database.pool.query('drop view opsledger.events; alter table opsledger.elsewhere rename to events');
  // The longest that the tail rests between two tries.
  await delay(5_500);
  await database.pool.query(gone);
  await eventually(() => expect(reasons()).toHaveLength(3), { timeoutMs: 15_000 });
  expect(reasons()[2]).toBe(missing);
  warned.mockRestore();
  await teardown.run();
  await database.close();
});

test('a KurrentDB server that is not described, or not there, is named before anything starts', async () => {
  const url = 'postgres://nobody@127.0.0.1:1/none';
  const missing = open(url, { EVENT_STORE: 'kurrentdb' });
  await expect(missing).rejects.toThrow(CannotStart);
  await expect(missing).rejects.toThrow('KURRENTDB_URL');
  const gone = open(url, { EVENT_STORE: 'kurrentdb', KURRENTDB_URL: 'kurrentdb://u:secret@127.0.0.1:1?tls=false' });
  await expect(gone).rejects.toThrow(CannotStart);
  await expect(gone).rejects.toThrow('127.0.0.1:1');
  await expect(gone).rejects.not.toThrow('secret');
});

test('views that follow one log are not fed from another', async () => {
  const database = await testDatabase();
  await migrateEventSourcing(database.pool);
  await requireFollowed(database.pool, new MemoryEventStore());
  await expect(requireFollowed(database.pool, new MemoryEventStore())).rejects.toThrow(CannotStart);
  await database.close();
});

test('views that have read further than the log reaches are not fed from it: they would miss what is recorded next', async () => {
  const database = await testDatabase();
  await migrateEventSourcing(database.pool);
  const log = new MemoryEventStore();
  await requireFollowed(database.pool, log);
  await database.pool.query(`insert into opsledger.checkpoints (reader, name, version, position)
    values ('projection', 'incident-list', 1, '0000000000000009')`);
  const ahead = requireFollowed(database.pool, log);
  await expect(ahead).rejects.toThrow(CannotStart);
  await expect(ahead).rejects.toThrow('projection incident-list has read it up to 9');
  await database.close();
});

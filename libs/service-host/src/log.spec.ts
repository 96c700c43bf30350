import { migrateEventSourcing } from '@opsledger/event-sourcing';
import { MemoryEventStore } from '@opsledger/event-store';
import { testDatabase } from '@opsledger/testing';
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

import { migrateEventSourcing } from '@opsledger/event-sourcing';
import { MemoryEventStore } from '@opsledger/event-store';
import { createLogger } from '@opsledger/service-kit';
import { testDatabase } from '@opsledger/testing';
import { CannotStart } from './cannot-start';
import { openLog, requireFollowed, type LogPlace } from './log';
import { Teardown } from './teardown';

const teardown = new Teardown(() => undefined);
afterAll(() => teardown.run());

const open = (place: LogPlace) => openLog(place, createLogger({ level: 'silent' }), teardown);

test('the log is in the database unless the environment says otherwise', async () => {
  const database = await testDatabase();
  teardown.add('the database', () => database.close());
  const { store } = await open({ url: database.url });
  expect(store.log).toBe('database');
});

test('a KurrentDB server that is not described, or not there, is named before anything starts', async () => {
  const url = 'postgres://nobody@127.0.0.1:1/none';
  const missing = open({ url, EVENT_STORE: 'kurrentdb' });
  await expect(missing).rejects.toThrow(CannotStart);
  await expect(missing).rejects.toThrow('KURRENTDB_URL');
  const KURRENTDB_URL = 'kurrentdb://u:secret@127.0.0.1:1?tls=false';
  const gone = open({ url, EVENT_STORE: 'kurrentdb', KURRENTDB_URL });
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

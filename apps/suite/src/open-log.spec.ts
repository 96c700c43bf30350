import { migrateEventSourcing } from '@opsledger/event-sourcing';
import { MemoryEventStore } from '@opsledger/event-store';
import { testDatabase } from '@opsledger/testing';
import { CannotStart } from './cannot-start';
import { readEnvironment } from './environment';
import { openLog, requireFollowed } from './open-log';

const chosen = (variables: NodeJS.ProcessEnv) => readEnvironment(variables, false);

test('the log is in the database unless the environment says otherwise', async () => {
  const database = await testDatabase();
  const log = await openLog(database.url, chosen({}));
  expect(log.log).toBe('database');
  await log.close();
  await database.close();
});

test('a KurrentDB server that is not described, or not there, is named before anything starts', async () => {
  const url = 'postgres://nobody@127.0.0.1:1/none';
  const missing = openLog(url, chosen({ EVENT_STORE: 'kurrentdb' }));
  await expect(missing).rejects.toThrow(CannotStart);
  await expect(missing).rejects.toThrow('KURRENTDB_URL');
  const gone = openLog(
    url,
    chosen({ EVENT_STORE: 'kurrentdb', KURRENTDB_URL: 'kurrentdb://u:secret@127.0.0.1:1?tls=false' }),
  );
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

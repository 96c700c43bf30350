import { testDatabase } from '@opsledger/testing';
import { StoreUnavailable } from './errors';
import { FakeServer } from './kurrentdb/fake-server.fixture';
import { openEventStore, openLogAt } from './open-event-store';

test('PostgreSQL is chosen unless the environment says otherwise', async () => {
  const database = await testDatabase();
  for (const environment of [{}, { EVENT_STORE: 'postgres' as const }]) {
    const store = await openEventStore({ ...environment, DATABASE_URL: database.url, KURRENTDB_URL: 'esdb://nobody' });
    expect(store).toMatchObject({ log: 'database', idsUniqueWithin: 'log' });
    await store.close();
  }
  await database.close();
});

test('KurrentDB is chosen by name, and the same log is found again', async () => {
  const server = await new FakeServer().start();
  const environment = { EVENT_STORE: 'kurrentdb' as const, KURRENTDB_URL: server.url, KURRENTDB_PREFIX: 'chosen.' };
  const store = await openEventStore(environment);
  const again = await openLogAt(server.url, 'chosen.');
  const other = await openLogAt(server.url, 'other.');
  expect(store.log).toMatch(/^kurrentdb [0-9a-f-]{36}$/);
  expect(again.log).toBe(store.log);
  expect(other.log).not.toBe(store.log);
  for (const each of [store, again, other]) await each.close();
  server.stop();
});

test('what is missing or wrong is named', async () => {
  await expect(openEventStore({ EVENT_STORE: 'kurrentdb' })).rejects.toThrow('KURRENTDB_URL');
  await expect(openEventStore({})).rejects.toThrow('DATABASE_URL');
  await expect(openLogAt('mysql://host')).rejects.toThrow('postgres://');
  await expect(openLogAt('esdb://127.0.0.1:1?tls=false')).rejects.toThrow(StoreUnavailable);
});

test('the client of KurrentDB is not loaded with the library', async () => {
  let loaded = false;
  jest.resetModules();
  jest.doMock('@eventstore/db-client', () => {
    loaded = true;
    return {};
  });
  await import('./index');
  expect(loaded).toBe(false);
});

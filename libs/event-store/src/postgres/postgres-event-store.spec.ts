import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { eventStoreContract } from '../contract/event-store-contract';
import type { Clock } from '../clock';
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

import { hostedDirectory } from '@opsledger/directory';
import { PostgresEventStore, START } from '@opsledger/event-store';
import { hostedReporting } from '@opsledger/reporting';
import { Teardown, readHostEnvironment, startService } from '@opsledger/service-host';
import { createLogger, type HostedService } from '@opsledger/service-kit';
import { hostedSla } from '@opsledger/sla';
import { eventually, testDatabase, type TestDatabase } from '@opsledger/testing';

const PATIENTLY = { timeoutMs: 60_000, intervalMs: 100 };

let database: TestDatabase;
const teardowns: Teardown[] = [];

beforeEach(async () => (database = await testDatabase()));
afterEach(async () => {
  await Promise.all(teardowns.splice(0).map((teardown) => teardown.run()));
  await database.close();
});

/** Three processes of a service on an empty database, all at the same moment. */
function threeOf(service: HostedService) {
  return [1, 2, 3].map(() => {
    const teardown = new Teardown(() => undefined);
    teardowns.push(teardown);
    const environment = readHostEnvironment({
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: '3',
      PORT: '0',
      RPC_PORT: '0',
      HOST: '127.0.0.1',
      RPC_HOST: '127.0.0.1',
    });
    return startService(
      service,
      environment,
      createLogger({ level: 'silent' }),
      teardown,
      new AbortController().signal,
    );
  });
}

test('three processes of each that provides for a new installation: everything is there, once', async () => {
  const provided = await Promise.all([hostedDirectory, hostedSla, hostedReporting].flatMap(threeOf));

  expect(provided.filter(({ newToken }) => newToken !== undefined)).toHaveLength(1);
  const store = await PostgresEventStore.open({ url: database.url });
  const events = await store.readAll({ after: START, limit: 1_000 });
  await store.close();
  expect(events.filter(({ type }) => type === 'AccessTokenIssued')).toHaveLength(1);
  const created = events.filter(({ category }) => category !== 'accessToken').map(({ streamId }) => streamId);
  expect(created.length).toBeGreaterThan(0);
  expect(new Set(created).size).toBe(created.length);

  const { rows } = await database.pool.query<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables where schemaname in ('directory', 'sla', 'reporting')`,
  );
  const names = rows.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['directory.access_tokens']));
  expect(names.some((name) => name.startsWith('sla.')) && names.some((name) => name.startsWith('reporting.'))).toBe(
    true,
  );
  // Who found events there already builds its views from them first, beside the empty ones.
  await eventually(async () => {
    const twice = await database.pool.query(
      'select reader, name from opsledger.checkpoints group by 1, 2 having count(*) > 1',
    );
    expect(twice.rows).toEqual([]);
  }, PATIENTLY);
}, 120_000);

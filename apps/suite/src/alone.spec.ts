import { randomUUID } from 'node:crypto';
import { PostgresEventStore, streamOf } from '@opsledger/event-store';
import { CannotStart, Teardown } from '@opsledger/service-host';
import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { OPERATORS, startOn } from './running-suite.fixture';

const headers = { authorization: `Bearer ${OPERATORS}`, 'content-type': 'application/json' };
const teardowns: Teardown[] = [];
const databases: TestDatabase[] = [];

afterEach(async () => {
  await Promise.all(teardowns.splice(0).map((teardown) => teardown.run()));
  await Promise.all(databases.splice(0).map((database) => database.close()));
});

async function aDatabase(): Promise<TestDatabase> {
  const database = await testDatabase();
  databases.push(database);
  return database;
}

function start(
  database: TestDatabase,
  OPSLEDGER_ALONE: 'true' | 'false',
  teardown = new Teardown(() => undefined),
): ReturnType<typeof startOn> {
  teardowns.push(teardown);
  return startOn(database, teardown, { OPSLEDGER_ALONE });
}

async function refusedBeside(first: 'true' | 'false', second: 'true' | 'false'): Promise<unknown> {
  const database = await aDatabase();
  await start(database, first);
  return start(database, second).catch((error: unknown) => error);
}

test('beside one that is told to be alone no other starts, nor does that one beside others', async () => {
  // Side by side: each waits ten seconds for the other to end.
  const refusals = await Promise.all([
    refusedBeside('true', 'false'),
    refusedBeside('false', 'true'),
    refusedBeside('true', 'true'),
  ]);
  for (const refusal of refusals) {
    expect(refusal).toBeInstanceOf(CannotStart);
    expect((refusal as CannotStart).message).toContain('OPSLEDGER_ALONE');
  }
}, 60_000);

test('what another process records is seen, whose chance was that the connection of the only one was ended', async () => {
  const database = await aDatabase();
  const teardown = new Teardown(() => undefined);
  const { url } = await start(database, 'true', teardown);
  const incident = { title: 'Printer on fire', impact: 2, urgency: 2 };
  const logged = await fetch(`${url}/v1/incidents`, { method: 'POST', headers, body: JSON.stringify(incident) });
  const { id } = (await logged.json()) as { id: string };
  const version = async () => (await fetch(`${url}/v1/incidents/${id}`, { headers })).headers.get('etag');
  expect(await version()).toBe('"1"');
  expect(await version()).toBe('"1"');

  const elsewhere = await database.pool.connect();
  const taken = elsewhere.query('select pg_advisory_lock_shared(7305110004)');
  await database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'opsledger-log-append'`);
  await taken;
  const other = await PostgresEventStore.open({ url: database.url });
  const streamId = streamOf('incident', id);
  const [head] = await other.readStream(streamId);
  const { keys } = head!.data as { keys: object };
  await other.append(streamId, head!, [
    {
      id: randomUUID(),
      type: 'IncidentWorkNoted',
      data: { keys, body: 'Looked at it.' },
      occurredAt: new Date().toISOString(),
      metadata: head!.metadata,
    },
  ]);
  expect(await version()).toBe('"2"');
  // The only one is not the only one any more, and ends.
  expect((await teardown.givenUp).message).toContain('OPSLEDGER_ALONE');
  await other.close();
  elsewhere.release(true);
}, 60_000);

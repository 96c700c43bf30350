import { randomUUID } from 'node:crypto';
import { NO_STREAM, START } from '@opsledger/event-store';
import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { migrateEventSourcing } from '@opsledger/event-sourcing';
import { migrate } from '@opsledger/event-store';
import { Database } from '../database/database';
import { anInfrastructure } from '../fixtures/infrastructure.fixture';
import { noteContracts, noteService } from '../fixtures/notes.fixture';
import { ServiceRuntime } from '../service/service-runtime';
import { Operations } from './operations';
import { ToldPublishers } from './told-publishers';

const noteWritten = () => ({
  id: randomUUID(),
  type: 'NoteWritten',
  data: {},
  occurredAt: '2026-03-01T08:00:00.000Z',
  metadata: { actor: { id: 'p1', name: 'Ada', kind: 'person' as const }, correlationId: 'c1' },
});

function theOperations(db?: Database) {
  const { infrastructure, hosted, readers, diary } = anInfrastructure();
  const definition = noteService({ GetNote: async () => 'note', ListNotes: async () => [] });
  hosted.register(new ServiceRuntime(definition, noteContracts, infrastructure));
  const operations = new Operations(hosted, db?.kysely ?? infrastructure.db);
  return { operations, diary, projection: readers.get('note-list')! };
}

it('lists projections and processes with their state', async () => {
  expect((await theOperations().operations.readers()).items).toMatchObject([
    { service: 'notes', kind: 'projection', name: 'note-list', state: 'live', lagMs: 1500, parked: 2 },
    { service: 'notes', kind: 'process', name: 'note-reminder', state: 'live' },
  ]);
});

it('lists what publishes the log behind them', async () => {
  const { infrastructure, hosted } = anInfrastructure();
  const events = { name: 'relay-events', state: 'running', position: START, lagMs: 3 } as const;
  const publishers = { name: 'relay', status: async () => ({ publishers: [events] }) };
  expect(await new Operations(hosted, infrastructure.db, undefined, publishers).readers()).toEqual({
    items: [{ service: 'relay', kind: 'publisher', ...events }],
    unanswered: [],
  });
});

it('rebuilds a projection, with progress, one rebuild at a time', async () => {
  const { operations, projection, diary } = theOperations();
  const rebuild = projection.rebuild.bind(projection);
  let finish = (): void => undefined;
  const finishing = new Promise<void>((resolve) => (finish = resolve));
  projection.rebuild = async (onProgress) => {
    await rebuild(onProgress);
    await finishing;
  };
  const seen: number[] = [];
  const first = operations.rebuild('note-list', ({ events }) => seen.push(events));
  await expect(operations.rebuild('note-list')).rejects.toMatchObject({ status: 409, code: 'being-rebuilt' });
  expect((await operations.readers()).items[0]?.rebuild).toEqual({
    state: 'running',
    progress: { position: START, head: START, events: 1 },
  });
  finish();
  await first;
  expect(seen).toEqual([1]);
  expect(diary).toEqual(['rebuild note-list']);
  expect((await operations.readers()).items[0]?.rebuild).toEqual({ state: 'done' });
});

it('remembers why a rebuild failed, and lets it be tried again', async () => {
  const { operations, projection } = theOperations();
  const rebuild = projection.rebuild.bind(projection);
  projection.rebuild = () => Promise.reject(new Error('disk full'));
  await expect(operations.rebuild('note-list')).rejects.toThrow('disk full');
  expect((await operations.readers()).items[0]?.rebuild).toEqual({ state: 'failed', reason: 'disk full' });
  projection.rebuild = rebuild;
  await operations.rebuild('note-list');
});

it('retries what is parked, of projections and processes', async () => {
  const { operations } = theOperations();
  await expect(operations.retryParked('note-list')).resolves.toEqual({ applied: 2, stillParked: 0 });
  await expect(operations.retryParked('note-reminder')).resolves.toEqual({ applied: 2, stillParked: 0 });
});

it('knows no other names', async () => {
  const { operations } = theOperations();
  const unknown = { status: 404 };
  await expect(operations.rebuild('note-reminder')).rejects.toMatchObject(unknown);
  expect(() => operations.retryParked('nothing')).toThrow(expect.objectContaining(unknown));
});

/** A database of the suite's own tables, for the tests of one description. */
function aDatabase(): () => Database {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await testDatabase();
    database = new Database({ url: test.url });
    await migrate(database.pool);
    await migrateEventSourcing(database.pool);
  });
  afterAll(async () => {
    await database.close();
    await test.close();
  });
  return () => database;
}

describe('publishers that run elsewhere', () => {
  const database = aDatabase();

  it('are told of by what they leave in the database, also when they run no more', async () => {
    const { infrastructure, hosted, store } = anInfrastructure();
    const { clock } = infrastructure;
    const { position } = await store.append('note-1', NO_STREAM, [noteWritten()]);
    const publishers = new ToldPublishers({ store, clock, db: database().kysely });
    const operations = new Operations(hosted, infrastructure.db, undefined, publishers);
    expect((await operations.readers()).items).toEqual([]);

    await database().pool.query(
      `insert into opsledger.checkpoints (reader, name, version, position)
       values ('publisher', 'relay-events', 1, $1), ('publisher', 'relay-states', 1, $2)`,
      [position, START],
    );
    await database().pool.query(`
      insert into opsledger.publishers (name, state, lag_ms, error, told_at) values
        ('relay-events', 'running', 3, null, now()),
        ('relay-states', 'standby', 1, 'Error: no broker there', now() - interval '1 minute')`);
    expect((await operations.readers()).items).toEqual([
      { service: 'relay', kind: 'publisher', name: 'relay-events', state: 'running', position, lagMs: 3 },
      {
        service: 'relay',
        kind: 'publisher',
        name: 'relay-states',
        state: 'stopped',
        position: START,
        lagMs: expect.any(Number),
        error: 'Error: no broker there',
      },
    ]);
  });

  it('are left out while the database cannot say', async () => {
    const { infrastructure, hosted } = anInfrastructure();
    const db = undefined as never;
    const operations = new Operations(hosted, db, undefined, new ToldPublishers({ ...infrastructure, db }));
    expect(await operations.readers()).toEqual({ items: [], unanswered: [] });
  });
});

describe('parked events', () => {
  const database = aDatabase();

  beforeAll(async () => {
    await database().pool.query(`
      insert into opsledger.checkpoints (reader, name, version, position) values ('projection', 'note-list', 1, '0');
      insert into opsledger.parked_events (checkpoint_id, reader, key, position, event_id, event_type, event, error, attempts)
      select id, name, 'n' || n, lpad(n::text, 16, '0'), gen_random_uuid(), 'NoteWritten', '{}',
        case n when 1 then 'TypeError: no' end, 2 - n
      from opsledger.checkpoints, generate_series(1, 2) as n`);
  });

  it('are listed oldest first, with their error', async () => {
    const { operations } = theOperations(database());
    expect((await operations.parked()).items).toMatchObject([
      { reader: 'note-list', key: 'n1', eventType: 'NoteWritten', error: 'TypeError: no', attempts: 1 },
      { reader: 'note-list', key: 'n2', error: null, parkedAt: expect.stringMatching(/Z$/) },
    ]);
    expect((await operations.parked('note-list', 1)).items).toHaveLength(1);
    expect(await operations.parked('other')).toEqual({ items: [], unanswered: [] });
  });
});

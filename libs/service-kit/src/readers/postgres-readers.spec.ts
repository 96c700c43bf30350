import { LogTail } from '@opsledger/event-bus';
import { migrateEventSourcing, process } from '@opsledger/event-sourcing';
import { PostgresEventStore } from '@opsledger/event-store';
import { testDatabase } from '@opsledger/testing';
import { batchById } from '../database/batch-by-id';
import { Database } from '../database/database';
import { keysetPage } from '../database/keyset-page';
import { anInfrastructure } from '../fixtures/infrastructure.fixture';
import { command, noteContracts, noteList, noteService, question } from '../fixtures/notes.fixture';
import { Numbers } from '../numbers/numbers';
import { InProcessServices } from '../rpc/in-process-services';
import type { CommandReceipt } from '../rpc/messages';
import { ServiceRuntime } from '../service/service-runtime';
import { postgresReaders } from './postgres-readers';

interface Row {
  readonly id: string;
  readonly text: string;
}

/** Whoever writes a note finds it shouted a moment later. */
const shout = process<any>({
  name: 'note-shouter',
  handlers: {
    NoteWritten: ({ subject, data }) => [
      {
        kind: 'send',
        order: { service: 'notes', type: 'ReviseNote', id: subject, data: { text: data.text.toUpperCase() } },
      },
    ],
  },
});

async function aService() {
  const test = await testDatabase();
  const store = await PostgresEventStore.open({ url: test.url });
  const database = new Database({ url: test.url });
  await migrateEventSourcing(database.pool);
  const source = new LogTail(store);
  source.start();
  const services = new InProcessServices<ServiceRuntime>();
  const inMemory = anInfrastructure().infrastructure;
  const infrastructure = {
    ...inMemory,
    store,
    services,
    db: database.kysely,
    numbers: new Numbers(database.pool),
    readers: postgresReaders({
      pool: database.pool,
      source,
      services,
      clock: () => new Date(),
      logger: inMemory.logger,
    }),
    waits: { position: 10_000, missing: 10_000 },
  };
  const queries: (readonly string[])[] = [];
  const byId = batchById<Row>(
    async (ids) => {
      queries.push(ids);
      return (await database.kysely.selectFrom('notes.notes').selectAll().where('id', 'in', ids).execute()) as Row[];
    },
    ({ id }) => id,
  );
  const definition = noteService({
    GetNote: ({ id }, { found }) => found(noteList.name, () => byId(id)),
    ListNotes: async ({ limit, after }, { db, upToDate }) => {
      await upToDate(noteList.name);
      const notes = db.selectFrom('notes.notes').selectAll();
      return keysetPage(notes, { column: 'number' }, { limit, after, scope: { list: 'notes' } });
    },
  });
  const runtime = new ServiceRuntime({ ...definition, processes: [shout] }, noteContracts, infrastructure);
  services.register(runtime);
  await runtime.start();
  return {
    runtime,
    queries,
    async close() {
      await runtime.stop();
      await source.stop();
      await store.close();
      await database.close();
      await test.close();
    },
  };
}

let service: Awaited<ReturnType<typeof aService>>;
beforeAll(async () => {
  service = await aService();
});
afterAll(() => service.close());

it('finds what was just written, reads what it was told, reacts, and is well', async () => {
  const { runtime, queries } = service;
  const receipts: CommandReceipt[] = await Promise.all(
    Array.from({ length: 20 }, (_, index) => runtime.command(command('WriteNote', { text: `note ${index}` }))),
  );
  expect(receipts.map(({ number }) => number).sort()[19]).toBe('NTE0000020');

  const found = (await Promise.all(receipts.map(({ id }) => runtime.query(question('GetNote', { id }))))) as Row[];
  expect(found.map(({ id }) => id)).toEqual(receipts.map(({ id }) => id));
  expect(queries[0]).toHaveLength(20);

  const position = receipts
    .map((receipt) => receipt.position)
    .sort()
    .at(-1);
  const first = (await runtime.query(question('ListNotes', { limit: 15 }, { position }))) as {
    items: Row[];
    next: string;
  };
  const rest = (await runtime.query(question('ListNotes', { limit: 15, after: first.next }))) as { items: Row[] };
  expect(first.items).toHaveLength(15);
  expect(rest.items).toHaveLength(5);

  const { id } = receipts[0]!;
  const shouted = async (): Promise<boolean> =>
    ((await runtime.query(question('GetNote', { id }))) as Row).text === 'NOTE 0';
  while (!(await shouted())) await new Promise(setImmediate);

  const { projections, processes } = await runtime.status();
  expect(projections).toMatchObject([{ name: 'note-list', state: 'live', parked: 0 }]);
  expect(processes).toMatchObject([{ name: 'note-shouter', state: 'running', parked: 0, refused: 0 }]);
});

import { directoryContracts } from '@opsledger/contracts';
import { LogTail } from '@opsledger/event-bus';
import { ProjectionRunner, migrateEventSourcing } from '@opsledger/event-sourcing';
import { PostgresEventStore, type Actor } from '@opsledger/event-store';
import {
  Database,
  InProcessServices,
  Metrics,
  ServiceRuntime,
  createLogger,
  type CommandReceipt,
  type Infrastructure,
} from '@opsledger/service-kit';
import { fakeClock, testDatabase, type FakeClock } from '@opsledger/testing';
import { directoryService } from './directory.service';

export const ADMIN: Actor = { id: '00000000-0000-4000-8000-0000000000ad', name: 'Admin', kind: 'person' };

/** The directory as it runs in production, on a database of its own and a clock that stands still. */
export interface RunningDirectory {
  readonly clock: FakeClock;
  readonly store: PostgresEventStore;
  command(type: string, id: string | undefined, data?: object, actor?: Actor): Promise<CommandReceipt>;
  /** Sees everything this fixture's commands did, unless told to ask without a position. */
  query<Answer = any>(type: string, params?: object, position?: 'latest' | 'none'): Promise<Answer>;
  stop(): Promise<void>;
}

export async function aRunningDirectory(): Promise<RunningDirectory> {
  const testDb = await testDatabase();
  const clock = fakeClock();
  const store = await PostgresEventStore.open({ url: testDb.url, clock: clock.now });
  await migrateEventSourcing(testDb.pool);
  const database = new Database({ url: testDb.url });
  const tail = new LogTail(store);
  tail.start();
  const infrastructure: Infrastructure = {
    store,
    db: database.kysely,
    services: new InProcessServices(),
    numbers: { next: () => Promise.reject(new Error('The directory numbers nothing.')) },
    readers: {
      projection: (projection) => new ProjectionRunner({ projection, pool: database.pool, source: tail }),
      process: ({ name }) => {
        throw new Error(`The directory has no process ${name}.`);
      },
    },
    clock: clock.now,
    logger: createLogger({ level: 'error', readable: false }),
    metrics: new Metrics(),
  };
  const runtime = new ServiceRuntime(directoryService, directoryContracts, infrastructure);
  await runtime.start();

  let latest: string | undefined;
  return {
    clock,
    store,
    async command(type, id, data = {}, actor = ADMIN) {
      const { category } = directoryContracts.commands.find(({ name }) => name === type)!;
      const now = clock.now().toISOString();
      const message = { service: 'directory', type, category, id, data, now, actor, correlationId: 'spec' };
      const receipt = await runtime.command(message);
      latest = receipt.position;
      return receipt;
    },
    query: (type, params = {}, position = 'latest') =>
      runtime.query({
        service: 'directory',
        type,
        params: { ...params },
        actor: ADMIN,
        ...(position === 'latest' && latest && { position: latest }),
      }) as Promise<any>,
    async stop() {
      await runtime.stop();
      await tail.stop();
      await store.close();
      await database.close();
      await testDb.close();
    },
  };
}

import { changeContracts, type Role } from '@opsledger/contracts';
import { LogTail } from '@opsledger/event-bus';
import { ProjectionRunner, migrateEventSourcing } from '@opsledger/event-sourcing';
import { PostgresEventStore, type Actor } from '@opsledger/event-store';
import {
  Database,
  InProcessServices,
  Metrics,
  Numbers,
  ServiceRuntime,
  createLogger,
  type CommandReceipt,
  type Infrastructure,
  type ServiceDefinition,
} from '@opsledger/service-kit';
import { fakeClock, testDatabase, type FakeClock } from '@opsledger/testing';
import { changeService } from './change.service';

const ADA: { readonly actor: Actor; readonly roles: readonly Role[] } = {
  actor: { id: 'p-ada', name: 'Ada Agent', kind: 'person' },
  roles: ['change-manager'],
};

/** Releases and deployments as they run in production, on a database of their own and a clock that stands still. */
export interface RunningReleases {
  readonly clock: FakeClock;
  command(type: string, id: string | undefined, data?: object): Promise<CommandReceipt>;
  /** Sees everything this fixture's commands did. */
  query<Answer = any>(type: string, params?: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** Processes are left out: nothing of releases and deployments moves by itself. */
const definition: ServiceDefinition = { ...changeService, processes: [] };

export async function runningReleases(): Promise<RunningReleases> {
  const testDb = await testDatabase();
  const clock = fakeClock();
  const store = await PostgresEventStore.open({ url: testDb.url, clock: clock.now });
  await migrateEventSourcing(testDb.pool);
  const database = new Database({ url: testDb.url });
  const tail = new LogTail(store);
  tail.start();
  const services = new InProcessServices();
  const infrastructure: Infrastructure = {
    store,
    db: database.kysely,
    services,
    numbers: new Numbers(database.pool),
    readers: {
      projection: (projection) => new ProjectionRunner({ projection, pool: database.pool, source: tail }),
      process: ({ name }) => {
        throw new Error(`There is no process ${name} here.`);
      },
    },
    clock: clock.now,
    logger: createLogger({ level: 'error', readable: false }),
    metrics: new Metrics(),
  };
  const runtime = new ServiceRuntime(definition, changeContracts, infrastructure);
  services.register(runtime);
  await runtime.start();

  let latest: string | undefined;
  return {
    clock,
    async command(type, id, data = {}) {
      const { category } = changeContracts.commands.find(({ name }) => name === type)!;
      const now = clock.now().toISOString();
      const message = { service: 'change', type, category, id, data, now, correlationId: 'spec', ...ADA };
      const receipt = await runtime.command(message);
      latest = receipt.position;
      return receipt;
    },
    query: (type, params = {}) =>
      runtime.query({
        service: 'change',
        type,
        params: { ...params },
        ...ADA,
        ...(latest && { position: latest }),
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

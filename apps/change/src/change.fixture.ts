import { changeContracts, type Reference, type Role } from '@opsledger/contracts';
import { LogTail } from '@opsledger/event-bus';
import { ProcessRunner, ProjectionRunner, Refusal, migrateEventSourcing } from '@opsledger/event-sourcing';
import { NO_STREAM, PostgresEventStore, streamOf, type Actor } from '@opsledger/event-store';
import {
  Database,
  InProcessServices,
  Metrics,
  Numbers,
  Problem,
  ServiceRuntime,
  createLogger,
  type CommandReceipt,
  type Infrastructure,
  type Recipient,
} from '@opsledger/service-kit';
import { fakeClock, testDatabase, type FakeClock } from '@opsledger/testing';
import { changeService } from './change.service';

export interface Somebody {
  readonly actor: Actor;
  readonly roles: readonly Role[];
}

const person = (id: string, name: string, ...roles: Role[]): Somebody => ({
  actor: { id, name, kind: 'person' },
  roles,
});
export const ADA = person('p-ada', 'Ada Agent', 'agent');
export const ROOT = person('p-root', 'Root', 'admin');
export const MAX = person('p-max', 'Max Manager', 'change-manager');
export const CAB1 = person('p-cab1', 'Cab One', 'cab-member');
export const CAB2 = person('p-cab2', 'Cab Two', 'cab-member');
export const CARLA = person('p-carla', 'Carla Caller', 'requester');
export const SAM = person('p-sam', 'Sam Stranger', 'requester');
export const NETWORK: Reference = { id: 't-network', name: 'Network' };

export const referenceTo = ({ actor }: Somebody): Reference => ({ id: actor.id, name: actor.name });

/** Knows one team with one member. */
const directory: Recipient = {
  name: 'directory',
  command: () => Promise.reject(new Error('No commands.')),
  query: async ({ params }) => {
    const { teamId, personId } = params as { teamId: string; personId?: string };
    const isAda = personId === ADA.actor.id;
    return { team: teamId === NETWORK.id ? NETWORK : null, person: isAda ? referenceTo(ADA) : null, member: isAda };
  },
};

/** Knows that `ci-db` is needed by a live service, and by `ci-web`. */
const cmdb: Recipient = {
  name: 'cmdb',
  command: () => Promise.reject(new Error('No commands.')),
  query: async ({ params }) => {
    const { id, direction } = params as { id: string; direction: string };
    if (id === 'ci-web') return { nodes: direction === 'downstream' ? [{ id: 'ci-db', name: 'db' }] : [] };
    if (id !== 'ci-db') throw new Problem(404, 'not-found', 'Record not found', 'No such item.');
    const nodes = [
      { id: 's-mail', name: 'Mail', service: true, live: true, criticality: 'critical' },
      { id: 'ci-web', name: 'web', service: false, live: true, criticality: null },
    ];
    return { nodes: direction === 'upstream' ? nodes : [] };
  },
};

/** The change service as it runs in production, on a database of its own and a clock that stands still. */
export interface RunningChanges {
  readonly clock: FakeClock;
  readonly store: PostgresEventStore;
  readonly database: Database;
  command(type: string, id: string | undefined, data?: object, by?: Somebody): Promise<CommandReceipt>;
  /** Sees everything this fixture's commands did, unless told to ask without a position. */
  query<Answer = any>(type: string, params?: object, by?: Somebody, position?: 'latest' | 'none'): Promise<Answer>;
  /** Records a fact of another service. */
  happened(category: string, id: string, type: string, data: object): Promise<void>;
  /** Resolves when all processes have done what is due by the clock. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export async function runningChanges(): Promise<RunningChanges> {
  const testDb = await testDatabase();
  const clock = fakeClock();
  const store = await PostgresEventStore.open({ url: testDb.url, clock: clock.now });
  await migrateEventSourcing(testDb.pool);
  const database = new Database({ url: testDb.url });
  const tail = new LogTail(store);
  tail.start();
  const services = new InProcessServices();
  const processes: ProcessRunner[] = [];
  const infrastructure: Infrastructure = {
    store,
    db: database.kysely,
    services,
    numbers: new Numbers(database.pool),
    readers: {
      projection: (projection) => new ProjectionRunner({ projection, pool: database.pool, source: tail }),
      process: (process) => {
        const actor: Actor = { id: `process:${process.name}`, name: process.name, kind: 'process' };
        const runner = new ProcessRunner({
          process,
          pool: database.pool,
          source: tail,
          clock: clock.now,
          send: async ({ service, type, id, data }, { id: key, causationId, correlationId }) => {
            const request = { key, digest: key };
            const now = clock.now().toISOString();
            const message = { service, type, id, data, now, actor, correlationId, causationId, request };
            await services.command(message).catch((error: unknown) => {
              throw error instanceof Problem && error.status < 500 ? new Refusal(error.code, error.detail) : error;
            });
          },
        });
        processes.push(runner);
        return {
          start: () => runner.start(),
          stop: () => runner.stop(),
          retryParked: () => runner.retryParked(),
          status: () => runner.status(),
        };
      },
    },
    clock: clock.now,
    logger: createLogger({ level: 'error', readable: false }),
    metrics: new Metrics(),
  };
  const runtime = new ServiceRuntime(changeService, changeContracts, infrastructure);
  services.register(runtime);
  services.register(directory);
  services.register(cmdb);
  await runtime.start();

  let latest: string | undefined;
  return {
    clock,
    store,
    database,
    async command(type, id, data = {}, by = ADA) {
      const { category } = changeContracts.commands.find(({ name }) => name === type)!;
      const now = clock.now().toISOString();
      const message = { service: 'change', type, category, id, data, now, correlationId: 'spec', ...by };
      const receipt = await runtime.command(message);
      latest = receipt.position;
      return receipt;
    },
    query: (type, params = {}, by = ADA, position = 'latest') =>
      runtime.query({
        service: 'change',
        type,
        params: { ...params },
        ...by,
        ...(position === 'latest' && latest && { position: latest }),
      }) as Promise<any>,
    async happened(category, id, type, data) {
      const streamId = streamOf(category, id);
      const last = (await store.readStream(streamId)).at(-1);
      const occurredAt = clock.now().toISOString();
      const event = {
        id: crypto.randomUUID(),
        type,
        data,
        occurredAt,
        metadata: { actor: ADA.actor, correlationId: 'spec' },
      };
      latest = (await store.append(streamId, last ?? NO_STREAM, [event])).position;
    },
    async settle() {
      // An order of one process may be a cause for another.
      let head: string;
      do {
        head = await store.head();
        for (const process of processes) await process.settle();
      } while ((await store.head()) !== head);
      latest = head;
    },
    async stop() {
      await runtime.stop();
      await tail.stop();
      await store.close();
      await database.close();
      await testDb.close();
    },
  };
}

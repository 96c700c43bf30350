import type { ServiceContracts } from '@opsledger/contracts';
import { LogTail } from '@opsledger/event-bus';
import { Leadership, ProcessRunner, ProjectionRunner, migrateEventSourcing } from '@opsledger/event-sourcing';
import type { EventStore } from '@opsledger/event-store';
import {
  Database,
  InProcessServices,
  Metrics,
  Numbers,
  ServiceRuntime,
  createLogger,
  orderSender,
  type Infrastructure,
  type Recipient,
  type ServiceDefinition,
} from '@opsledger/service-kit';
import type { FakeClock } from '@opsledger/testing';

/** A service that a spec runs, and its contracts. */
export interface Hosted {
  readonly definition: ServiceDefinition;
  readonly contracts: ServiceContracts;
}

/** What runs in a process of a spec, and on what. */
export interface ServiceProcessOptions {
  /** The log; closed with the process. */
  readonly store: EventStore;
  /** The database of the read models. */
  readonly url: string;
  readonly clock: FakeClock;
  readonly hosted: readonly Hosted[];
  /** The services they ask that do not run here. */
  readonly others?: readonly Recipient[];
}

/** Services as one process of production runs them. A spec may have several on one database, and end and start them. */
export interface ServiceProcess {
  readonly database: Database;
  /** As other parts of a process reach them. */
  readonly services: InProcessServices<Recipient>;
  /** Resolves with the end of the log, when all views have seen it and all processes have done what is due by the clock. */
  settle(): Promise<string>;
  stop(): Promise<void>;
}

/** Most that a view may need for what a spec recorded, in milliseconds. */
const VIEW_MS = 5_000;

/** Starts the services on real PostgreSQL and a clock that stands still. */
export async function serviceProcess(options: ServiceProcessOptions): Promise<ServiceProcess> {
  const { store, url, clock, hosted, others = [] } = options;
  const database = new Database({ url });
  await migrateEventSourcing(database.pool);
  const tail = new LogTail(store);
  tail.start();
  const services = new InProcessServices();
  const projections: ProjectionRunner[] = [];
  const processes: ProcessRunner[] = [];
  const infrastructure: Infrastructure = {
    store,
    db: database.kysely,
    services,
    numbers: new Numbers(database.pool),
    leases: Leadership.of(database.pool),
    readers: {
      projection: (projection) => {
        const runner = new ProjectionRunner({ projection, pool: database.pool, source: tail });
        projections.push(runner);
        return runner;
      },
      process: (process) => {
        const send = orderSender(process.name, services, clock.now);
        const runner = new ProcessRunner({ process, pool: database.pool, source: tail, send, clock: clock.now });
        processes.push(runner);
        return runner;
      },
    },
    clock: clock.now,
    logger: createLogger({ level: 'error', readable: false }),
    metrics: new Metrics(),
  };
  const runtimes = hosted.map(({ definition, contracts }) => new ServiceRuntime(definition, contracts, infrastructure));
  [...runtimes, ...others].forEach((recipient) => services.register(recipient));
  for (const runtime of runtimes) await runtime.startProjections();
  for (const runtime of runtimes) await runtime.startProcesses();
  return {
    database,
    services,
    async settle() {
      let seen = '';
      // An order of one process may be a cause for another.
      while (seen !== (await store.head())) {
        seen = await store.head();
        for (const projection of projections) await projection.waitFor(seen, VIEW_MS);
        for (const process of processes) await process.settle();
      }
      return seen;
    },
    async stop() {
      for (const runtime of runtimes) await runtime.stop();
      await tail.stop();
      await store.close();
      await database.close();
    },
  };
}

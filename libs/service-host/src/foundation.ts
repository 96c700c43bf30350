import type { EventSource } from '@opsledger/event-bus';
import { Leadership, People, RecordCache, migrateEventSourcing } from '@opsledger/event-sourcing';
import { systemClock } from '@opsledger/event-store';
import {
  Database,
  InProcessServices,
  type Metrics,
  Numbers,
  catchUpNumbers,
  databaseAnswers,
  lostTogether,
  postgresReaders,
  readersWork,
  type Health,
  type HostedService,
  type Infrastructure,
  type Logger,
  type Services,
  type ServiceRuntime,
} from '@opsledger/service-kit';
import type { Pool } from 'pg';
import type { DatabaseLimits } from './environment';
import type { KafkaConnection } from './kafka';
import { openFollowedLog, requireFollowed, type LogChoice, type OpenLog } from './log';
import { oneAtATime } from './one-at-a-time';
import { prepareAll } from './provisions';
import type { Teardown } from './teardown';

/** What all services of a process stand on: one log, one reader of it, one pool. */
export interface Foundation {
  readonly infrastructure: Infrastructure;
  readonly hosted: InProcessServices<ServiceRuntime>;
  readonly events: EventSource;
  readonly follows: OpenLog['follows'];
  readonly health: Health;
  /** For work that takes the time it takes. */
  readonly pool: Pool;
}

/**
 * Where log and database are, which services stand on them, and what is told of them; `services` are prepared,
 * not started.
 */
export interface FoundationOptions {
  readonly url: string;
  /** What carries the log to the readers, if it is not the log itself. */
  readonly kafka?: Partial<KafkaConnection>;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  readonly limits: DatabaseLimits;
  readonly log: LogChoice;
  /** Whether no other process may serve the same data; not unless told. */
  readonly alone?: boolean;
  /** Ends the wait for others that stand against that. */
  readonly signal: AbortSignal;
  readonly services: readonly HostedService[];
  readonly health: Health;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly teardown: Teardown;
  /** How services reach one another; those of this process alone unless told. */
  readonly reach?: (hosted: InProcessServices<ServiceRuntime>) => Services;
}

/**
 * Opens what all services of a process stand on, prepares the database for them, and hands all of it to the teardown.
 *
 * @throws Error when the log or the database cannot be used; what was opened by then is in the teardown
 */
export async function layFoundation({
  url,
  kafka,
  applicationName,
  limits,
  log,
  alone = false,
  signal,
  services,
  health,
  metrics,
  logger,
  teardown,
  reach = (hosted) => hosted,
}: FoundationOptions): Promise<Foundation> {
  const { store, events, follows } = await openFollowedLog({
    url,
    log,
    claim: { writing: alone ? 'alone' : 'shared', signal },
    kafka,
    logger,
    metrics,
    teardown,
  });
  metrics.gauge('opsledger_log_position', 'Where the log ends', async () => Number(await store.head()));
  const options = {
    url,
    // Of both pools: what ends the connections of one ends those of the other.
    onIdleLost: lostTogether(logger),
    poolSize: limits.DATABASE_POOL_SIZE,
    connectTimeout: limits.DATABASE_CONNECT_TIMEOUT,
    statementTimeout: limits.DATABASE_STATEMENT_TIMEOUT,
    idleTimeout: limits.DATABASE_IDLE_TIMEOUT,
  };
  const database = new Database({ ...options, applicationName });
  teardown.add('the database connections', () => database.close());
  // A pool of their own: no rush of queries holds up the views, and a rebuild takes the time it takes.
  const readersDatabase = new Database({
    ...options,
    applicationName: `${applicationName}-readers`,
    statementTimeout: 0,
  });
  teardown.add('the database connections of readers', () => readersDatabase.close());
  const { pool } = readersDatabase;
  await migrateEventSourcing(pool);
  await requireFollowed(pool, store);
  await oneAtATime(pool, 'opsledger looks for numbers in use', () => catchUpNumbers(pool, store));
  await prepareAll(services, { pool, logger });

  const hosted = new InProcessServices<ServiceRuntime>();
  const people = alone ? new People() : undefined;
  const common = { services: reach(hosted), clock: systemClock, logger };
  health.check('database', databaseAnswers(database));
  health.check(
    'readers',
    readersWork(() => Promise.all(hosted.all.map((service) => service.status()))),
  );
  const infrastructure: Infrastructure = {
    ...common,
    store,
    readers: postgresReaders({ ...common, pool, people, source: events }),
    db: database.kysely,
    numbers: new Numbers(database.pool),
    leases: Leadership.of(pool),
    metrics,
    records: new RecordCache(),
    people,
  };
  return { infrastructure, hosted, events, follows, health, pool };
}

import { LogTail } from '@opsledger/event-bus';
import { RecordCache, migrateEventSourcing } from '@opsledger/event-sourcing';
import { systemClock } from '@opsledger/event-store';
import { provideAnalystRole } from '@opsledger/reporting';
import {
  Database,
  Health,
  InProcessServices,
  Metrics,
  Numbers,
  catchUpNumbers,
  databaseAnswers,
  postgresReaders,
  readersWork,
  type Infrastructure,
  type Logger,
  type ServiceRuntime,
} from '@opsledger/service-kit';
import type { Environment } from './environment';
import { keepCheckpoints } from './keep-checkpoints';
import { openLog, requireFollowed } from './open-log';
import type { Teardown } from './teardown';

/** What everything in this process stands on: one log, one tail of it, one pool. */
export interface Foundation {
  readonly infrastructure: Infrastructure;
  readonly hosted: InProcessServices<ServiceRuntime>;
  readonly tail: LogTail;
  readonly health: Health;
}

export async function layFoundation(
  url: string,
  environment: Environment,
  logger: Logger,
  teardown: Teardown,
): Promise<Foundation> {
  const store = await openLog(url, environment);
  teardown.add('the log', () => store.close());
  const options = { url, logger, ...limitsOf(environment) };
  const database = new Database({ ...options, applicationName: 'opsledger' });
  teardown.add('the database connections', () => database.close());
  // A pool of their own: no rush of queries holds up the views, and a rebuild takes the time it takes.
  const readersDatabase = new Database({ ...options, applicationName: 'opsledger-readers', statementTimeout: 0 });
  teardown.add('the database connections of readers', () => readersDatabase.close());
  await migrateEventSourcing(readersDatabase.pool);
  await requireFollowed(readersDatabase.pool, store);
  await catchUpNumbers(readersDatabase.pool, store);
  if ((await provideAnalystRole(readersDatabase.pool)) === 'not-permitted')
    logger.info('the database user may not create the role analyst: people with SQL clients need one of their own');
  const tail = new LogTail(store, {
    onError: (error) => logger.warn({ err: error }, 'the log cannot be read; trying again'),
  });
  tail.start();
  teardown.add('the tail of the log', () => tail.stop());

  // Checkpoints are signed over the log in this database.
  if (!environment.DATABASE_URL && store.log === 'database') {
    const directory = environment.OPSLEDGER_DATA;
    teardown.add('checkpoints', keepCheckpoints({ pool: readersDatabase.pool, directory, logger }));
  }

  const hosted = new InProcessServices<ServiceRuntime>();
  const common = { services: hosted, clock: systemClock, logger };
  const readers = postgresReaders({ ...common, pool: readersDatabase.pool, source: tail });
  const health = new Health();
  health.check('database', databaseAnswers(database));
  health.check(
    'readers',
    readersWork(() => Promise.all(hosted.all.map((service) => service.status()))),
  );
  const infrastructure = {
    ...common,
    store,
    readers,
    db: database.kysely,
    numbers: new Numbers(database.pool),
    metrics: new Metrics(),
    records: new RecordCache(),
  };
  return { infrastructure, hosted, tail, health };
}

const limitsOf = (environment: Environment) => ({
  poolSize: environment.DATABASE_POOL_SIZE,
  connectTimeout: environment.DATABASE_CONNECT_TIMEOUT,
  statementTimeout: environment.DATABASE_STATEMENT_TIMEOUT,
  idleTimeout: environment.DATABASE_IDLE_TIMEOUT,
});

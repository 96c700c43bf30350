import { publishedContracts } from '@opsledger/contracts';
import { migrateEventSourcing } from '@opsledger/event-sourcing';
import { systemClock } from '@opsledger/event-store';
import {
  Stage,
  openLog,
  operatorsDatabase,
  requireFollowed,
  rpcSecrets,
  startHealthServer,
  type Teardown,
} from '@opsledger/service-host';
import { Database, Health, Metrics, databaseAnswers, type HealthCheck, type Logger } from '@opsledger/service-kit';
import { RemoteServices } from '@opsledger/service-rpc';
import type { RelayEnvironment } from './environment';
import { kafkaOutlets } from './kafka/kafka-outlets';
import { createRelay, type Relay } from './relay';

/**
 * Starts a relay as this process, beside services that are reached over the network. It is ready while it publishes, or
 * stands by while another does. It waits for no database once the signal aborts.
 *
 * @throws CannotStart for what the operator can put right
 */
export async function startRelay(
  environment: RelayEnvironment,
  logger: Logger,
  teardown: Teardown,
  signal: AbortSignal,
): Promise<object> {
  const { HOST: host, PORT: port, addresses, RPC_TIMEOUT: timeout, RPC_IN_FLIGHT: inFlight } = environment;
  const outlets = kafkaOutlets(environment, publishedContracts, logger);
  const [health, metrics, stage] = [new Health(), new Metrics(), new Stage()];
  health.check('process', stage.check);
  const listening = await startHealthServer(
    { health, metrics: () => metrics.text() },
    { host, port },
    logger,
    teardown,
  );

  const { url } = await operatorsDatabase(environment.DATABASE_URL, logger, signal);
  const { store, events } = await openLog(url, environment, logger, teardown);
  metrics.gauge('opsledger_log_position', 'Where the log ends', async () => Number(await store.head()));
  const database = new Database({
    url,
    logger,
    applicationName: 'opsledger-relay',
    poolSize: environment.DATABASE_POOL_SIZE,
    connectTimeout: environment.DATABASE_CONNECT_TIMEOUT,
    statementTimeout: environment.DATABASE_STATEMENT_TIMEOUT,
    idleTimeout: environment.DATABASE_IDLE_TIMEOUT,
  });
  teardown.add('the database connections', () => database.close());
  await migrateEventSourcing(database.pool);
  await requireFollowed(database.pool, store);
  const secrets = rpcSecrets(environment);
  const limits = { timeout, inFlight };
  const services = new RemoteServices({ addresses, logger, metrics, limits, secrets, ending: signal });
  teardown.add('the connections to services', () => services.close());

  const relay = createRelay({
    outlets,
    contracts: publishedContracts,
    source: events,
    pool: database.pool,
    services,
    clock: systemClock,
    logger,
    metrics,
  });
  health.check('database', databaseAnswers(database));
  health.check('relay', publishesEvents(relay));
  teardown.add('the relay', () => relay.stop());
  teardown.add('readiness', () => stage.become('stopping'));
  await relay.start();
  stage.become('running');
  logger.info({ health: listening }, 'publishes');
  return {};
}

/** States wait for services as a matter of course; that they do is told, and no failure of this process. */
const publishesEvents =
  (relay: Relay): HealthCheck =>
  async () => {
    const status = await relay.status();
    const error = status.publishers[0]?.error;
    if (error !== undefined) throw new Error(`events are not published: ${error}`);
    return { ...status };
  };

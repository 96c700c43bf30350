import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { publishedContracts } from '@opsledger/contracts';
import { systemClock } from '@opsledger/event-store';
import {
  asCannotListen,
  openFollowedLog,
  rpcSecrets,
  operatorsDatabase,
  requireAddress,
  unlessAborted,
  untilFollowed,
  type GatewayEnvironment,
  type Teardown,
} from '@opsledger/service-host';
import { Health, Metrics, measureHttp, type Logger, type Provided } from '@opsledger/service-kit';
import { RemoteOperations, RemoteServices } from '@opsledger/service-rpc';
import { gatewayAdapter } from './gateway-adapter';
import { GatewayModule } from './gateway.module';

/** How long services that start together with the gateway are waited for; one that is out must not keep people out. */
const PATIENCE_MS = 10_000;

/**
 * Starts the gateway as this process, in front of services that are reached over the network. It waits for nobody once
 * the signal aborts.
 *
 * @throws CannotStart for what the operator can put right
 */
export async function startGateway(
  environment: GatewayEnvironment,
  logger: Logger,
  teardown: Teardown,
  signal: AbortSignal,
): Promise<Provided> {
  const { HOST: host, PORT: port, addresses, DATABASE_URL, RPC_TIMEOUT, RPC_IN_FLIGHT, RATE_LIMIT } = environment;
  await requireAddress({ host, port });
  const { url } = await operatorsDatabase(DATABASE_URL, logger, signal);
  const metrics = new Metrics();
  const followed = await openFollowedLog({
    url,
    log: environment,
    kafka: environment,
    logger,
    metrics,
    teardown,
  });
  const { store, events } = followed;
  const limits = { timeout: RPC_TIMEOUT, inFlight: RPC_IN_FLIGHT };
  const secrets = rpcSecrets(environment);
  const services = new RemoteServices({ addresses, logger, metrics, limits, secrets, ending: signal });
  teardown.add('the connections to services', () => services.close());
  const [missing] = await Promise.all([
    unlessAborted(services.reached(PATIENCE_MS), signal),
    untilFollowed(followed, logger, signal),
  ]);
  if (missing.length > 0) logger.warn({ services: missing }, 'not reached yet; going on without');
  const health = new Health();
  health.check('log', async () => void (await store.head()));
  health.check('services', async () => someAnswer(services.reachable()));

  const gateway = GatewayModule.forRoot({
    services,
    contracts: publishedContracts,
    events,
    operations: new RemoteOperations(services),
    health,
    metrics: () => metrics.text(),
    logger,
    clock: systemClock,
    limits: { perTokenPerSecond: RATE_LIMIT },
  });
  const app = await NestFactory.create<NestFastifyApplication>(gateway, gatewayAdapter(), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  measureHttp(app.getHttpAdapter().getInstance(), metrics);
  teardown.add('the gateway', () => app.close());
  await app.listen(port, host).catch((error: unknown) => {
    throw asCannotListen(error, { host, port });
  });
  logger.info({ port: (app.getHttpServer().address() as AddressInfo).port }, 'takes requests');
  return {};
}

/** One service that is away is told of, but is no reason to send people away from the others. */
function someAnswer(replicas: Readonly<Record<string, number>>): { replicas: Readonly<Record<string, number>> } {
  if (Object.values(replicas).every((count) => count === 0)) throw new Error('no service answers');
  return { replicas };
}

import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { gatewayAdapter } from '@opsledger/gateway';
import { asCannotListen, layFoundation, provideAll, requireAddress, type Teardown } from '@opsledger/service-host';
import { Health, Metrics, measureHttp, type Logger } from '@opsledger/service-kit';
import { urlFor, type Announced } from './announcement';
import { provideDatabase } from './database';
import type { Environment } from './environment';
import { lockDirectory } from './instance-lock';
import { keepCheckpoints } from './keep-checkpoints';
import { SERVICES } from './services';
import { SuiteModule } from './suite.module';

/**
 * Starts everything in this process; what it started is in `teardown`, also when it fails half-way. Once the signal aborts
 * it waits for no database and begins nothing more; it rejects with the signal's reason.
 *
 * @throws CannotStart for what the operator can put right
 * @throws InvalidEnvironment for settings of Kafka that do not fit together
 */
export async function startSuite(
  environment: Environment,
  logger: Logger,
  teardown: Teardown,
  signal: AbortSignal,
): Promise<Announced> {
  const { HOST: host, PORT: port, DATABASE_URL, OPSLEDGER_ALONE, OPSLEDGER_DATA, OPSLEDGER_TOKEN } = environment;
  // Loaded only where it is wanted, and first: settings of Kafka that do not fit together end the start.
  const relayOn = environment.KAFKA_BROKERS
    ? (await import('./publish-to-kafka')).publishingTo(environment, logger)
    : undefined;
  if (!DATABASE_URL) teardown.add('the lock of the data directory', lockDirectory(OPSLEDGER_DATA));
  await requireAddress({ host, port });
  const database = await provideDatabase(environment, logger, teardown, { signal });
  signal.throwIfAborted();
  const foundation = await layFoundation({
    url: database.url,
    applicationName: 'opsledger',
    limits: environment,
    log: environment,
    // Nobody else has anything to do in the database of this directory.
    alone: !DATABASE_URL || OPSLEDGER_ALONE,
    signal,
    services: SERVICES,
    health: new Health(),
    metrics: new Metrics(),
    logger,
    teardown,
  });
  signal.throwIfAborted();
  const { infrastructure, pool } = foundation;
  // Checkpoints are signed over the log in this database.
  if (!DATABASE_URL && environment.EVENT_STORE === 'postgres')
    teardown.add('checkpoints', keepCheckpoints({ pool, directory: OPSLEDGER_DATA, logger }));

  const relay = relayOn?.(foundation);
  const suite = SuiteModule.on(foundation, environment, relay);
  const app = await NestFactory.create<NestFastifyApplication>(suite, gatewayAdapter(), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  measureHttp(app.getHttpAdapter().getInstance(), infrastructure.metrics);
  teardown.add('the services', () => app.close());
  await app.init();
  // From here on to the end: a token that was made is shown.
  signal.throwIfAborted();
  const { newToken } = await provideAll(SERVICES, { ...infrastructure, pool, chosenToken: OPSLEDGER_TOKEN });
  await app.listen(port, host).catch((error: unknown) => {
    throw asCannotListen(error, { host, port });
  });
  if (relay) {
    teardown.add('the relay', () => relay.stop());
    await relay.start();
  }
  const listening = app.getHttpServer().address() as AddressInfo;
  return { url: urlFor(host, listening.port), data: database.place, newToken };
}

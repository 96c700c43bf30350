import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { gatewayAdapter } from '@opsledger/gateway';
import type { Logger } from '@opsledger/service-kit';
import { provideAdminToken } from './admin-token';
import { provideSlas } from './provide-slas';
import { urlFor, type Announced } from './announcement';
import { provideDatabase } from './database';
import type { Environment } from './environment';
import { layFoundation } from './foundation';
import { lockDirectory } from './instance-lock';
import { asCannotListen, requireAddress } from './listening';
import { SuiteModule } from './suite.module';
import type { Teardown } from './teardown';

/**
 * Starts everything in this process; what it started is in `teardown`, also when it fails half-way.
 *
 * @throws CannotStart for what the operator can put right
 */
export async function startSuite(environment: Environment, logger: Logger, teardown: Teardown): Promise<Announced> {
  const { HOST: host, PORT: port, DATABASE_URL, OPSLEDGER_DATA, OPSLEDGER_TOKEN } = environment;
  if (!DATABASE_URL) teardown.add('the lock of the data directory', lockDirectory(OPSLEDGER_DATA));
  await requireAddress({ host, port });
  const database = await provideDatabase(environment, logger, teardown);
  const foundation = await layFoundation(database.url, environment, logger, teardown);

  const app = await NestFactory.create<NestFastifyApplication>(SuiteModule.on(foundation), gatewayAdapter(), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  teardown.add('the services', () => app.close());
  await app.init();
  const newToken = await provideAdminToken(foundation.infrastructure, OPSLEDGER_TOKEN);
  await provideSlas(foundation.infrastructure);
  await app.listen(port, host).catch((error: unknown) => {
    throw asCannotListen(error, { host, port });
  });
  const listening = app.getHttpServer().address() as AddressInfo;
  return { url: urlFor(host, listening.port), data: database.place, newToken };
}

import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import {
  Health,
  InfrastructureModule,
  Metrics,
  ServiceModule,
  type HostedService,
  type Logger,
  type Provided,
} from '@opsledger/service-kit';
import { Gate, NearestServices, RemoteServices, RpcModule, RpcServer } from '@opsledger/service-rpc';
import { operatorsDatabase } from './database';
import { hostEnvironmentSchema, readHostEnvironment, rpcSecrets, type HostEnvironment } from './environment';
import { layFoundation, type Foundation } from './foundation';
import { startHealthServer } from './health-server';
import { asCannotListen } from './listening';
import { untilFollowed } from './log';
import { provideAll } from './provisions';
import { runProcess } from './run-process';
import { Stage } from './stage';
import { CALLS_STOP_MS, type Teardown } from './teardown';

/** Calls that one process works on at a time; more are told that nothing was begun. */
const MOST_IN_WORK = 2_000;

@Module({})
class ServiceProcess {
  static on({ infrastructure, hosted }: Foundation, service: HostedService, gate: Gate): DynamicModule {
    return {
      module: ServiceProcess,
      imports: [
        InfrastructureModule.forRoot({ infrastructure, hosted }),
        ServiceModule.forService(service.definition, service.contracts),
        RpcModule.behind(gate),
      ],
    };
  }
}

/** Runs one service as this process, configured by its environment. */
export const runService = (service: HostedService): Promise<void> =>
  runProcess({
    about: `${service.contracts.title}: one service of Opsledger, reached by a gateway and by other services.`,
    schema: hostEnvironmentSchema,
    read: readHostEnvironment,
    start: async (environment, logger, teardown, signal) => {
      const provided = await startService(service, environment, logger, teardown, signal);
      if (provided.newToken) process.stdout.write(newTokenText(provided.newToken));
      return provided;
    },
    stopMs: CALLS_STOP_MS,
  });

/**
 * Starts one service as this process. It waits for nobody once the signal aborts.
 *
 * @throws CannotStart for what the operator can put right
 */
export async function startService(
  service: HostedService,
  environment: HostEnvironment,
  logger: Logger,
  teardown: Teardown,
  signal: AbortSignal,
): Promise<Provided> {
  const { name } = service.definition;
  const { addresses, HOST, PORT, RPC_HOST, RPC_PORT, RPC_TIMEOUT, RPC_IN_FLIGHT, OPSLEDGER_TOKEN } = environment;
  const [health, metrics, stage] = [new Health(), new Metrics(), new Stage()];
  health.check('process', stage.check);
  const served = { health, metrics: () => metrics.text() };
  const port = await startHealthServer(served, { host: HOST, port: PORT }, logger, teardown);

  const { url } = await operatorsDatabase(environment.DATABASE_URL, logger, signal);
  const limits = { timeout: RPC_TIMEOUT, inFlight: RPC_IN_FLIGHT };
  const secrets = rpcSecrets(environment);
  const others = without(name, addresses);
  const remote = new RemoteServices({ addresses: others, logger, metrics, limits, secrets, ending: signal });
  teardown.add('the connections to other services', () => remote.close());
  const foundation = await layFoundation({
    url,
    kafka: environment,
    applicationName: `opsledger-${name}`,
    limits: environment,
    log: environment,
    signal,
    services: [service],
    health,
    metrics,
    logger,
    teardown,
    reach: (hosted) => new NearestServices(hosted, remote),
  });

  const gate = new Gate(MOST_IN_WORK);
  const at = { host: RPC_HOST, port: RPC_PORT, prefix: 'RPC_' };
  const strategy = new RpcServer({ ...at, gate, secrets });
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(ServiceProcess.on(foundation, service, gate), {
    strategy,
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  teardown.add('the service', () => app.close());
  teardown.add('readiness', () => stage.become('stopping'));
  // Not `init` first: it and `listen` would each start the readers.
  await app.listen().catch((error: unknown) => {
    throw asCannotListen(error, at);
  });
  const { infrastructure, pool } = foundation;
  const provided = await provideAll([service], { ...infrastructure, pool, chosenToken: OPSLEDGER_TOKEN });
  await untilFollowed(foundation, logger, signal);
  stage.become('running');
  logger.info({ service: name, health: port, rpc: strategy.address.port }, 'takes calls');
  return provided;
}

const newTokenText = (token: string): string => `Admin token: ${token}   (shown only this once: keep it)\n`;

/** A service never calls itself over the network. */
const without = <Value>(name: string, map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
  new Map([...map].filter(([key]) => key !== name));

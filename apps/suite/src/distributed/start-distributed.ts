import { randomBytes } from 'node:crypto';
import { requireAddress, unlessAborted, type Started, type Teardown } from '@opsledger/service-host';
import { Database, type Logger } from '@opsledger/service-kit';
import { urlFor, type Announced } from '../announcement';
import { provideDatabase } from '../database';
import { lockDirectory } from '../instance-lock';
import { keepCheckpoints } from '../keep-checkpoints';
import type { DistributedEnvironment } from './environment';
import { freePorts } from './free-ports';
import { provideKafka } from './kafka';
import { KeptProcess, untilReady } from './kept-process';
import type { DistributedOptions } from './options';
import { planProcesses, portsNeeded } from './plan';
import { PrefixedOutput } from './prefixed-output';
import { SERVICE_NAMES } from './service-names';

/** Every process has two pools and the log's own connections; more than a server lets in by itself. */
const MAX_CONNECTIONS = 400;
/** Views that are new to a large log are built first. */
const READY_MS = 600_000;

/**
 * Starts every service and the gateway as processes of their own and keeps them running; what it started is in
 * `teardown`, also when it fails half-way. It waits for none of them once the signal aborts.
 *
 * @throws CannotStart for what the operator can put right
 */
export async function startDistributed(
  { replicas, basePort, kafka }: DistributedOptions,
  environment: DistributedEnvironment,
  logger: Logger,
  teardown: Teardown,
  signal: AbortSignal,
): Promise<Announced> {
  const { HOST: host, DATABASE_URL, OPSLEDGER_DATA, OPSLEDGER_TOKEN: token, DATABASE_POOL_SIZE } = environment;
  if (!DATABASE_URL) teardown.add('the lock of the data directory', lockDirectory(OPSLEDGER_DATA));
  await requireAddress({ host, port: environment.PORT });
  const settings = { max_connections: MAX_CONNECTIONS };
  const database = await provideDatabase(environment, logger, teardown, { signal, settings });

  const brokers =
    kafka || environment.KAFKA_BROKERS ? await provideKafka(environment, logger, teardown, signal) : undefined;

  const services = SERVICE_NAMES;
  const needed = portsNeeded({ services, replicas });
  const ports = basePort ? Array.from({ length: needed }, (_, index) => basePort + index) : await freePorts(needed);
  const port = environment.PORT || (await freePorts(1))[0]!;
  const secret = environment.RPC_SECRET ?? randomBytes(24).toString('base64url');
  const parts = { services, replicas, host, port, databaseUrl: database.url, token, secret, brokers, ports };
  const plans = planProcesses(parts).map((plan) => ({
    ...plan,
    environment: { DATABASE_POOL_SIZE: String(DATABASE_POOL_SIZE), ...plan.environment },
  }));
  const output = new PrefixedOutput(plans.map(({ name }) => name));
  const kept = plans.map((plan) => new KeptProcess(plan, output, logger));
  let stopCheckpoints: (() => Promise<void>) | undefined;
  // After the services: then the last checkpoint has all that they recorded.
  teardown.add('checkpoints', () => stopCheckpoints?.());
  teardown.add('the services', () => stopAll(kept.slice(0, -1)));
  // Nobody is let in any more before those who would answer go.
  teardown.add('the gateway', () => stopAll(kept.slice(-1)));

  const started: readonly Started[] = await unlessAborted(Promise.all(kept.map((one) => one.start())), signal);
  // Checkpoints are signed over a log in this database.
  if (!DATABASE_URL && environment.EVENT_STORE === 'postgres')
    stopCheckpoints = keepCheckpointsOf(database.url, OPSLEDGER_DATA, logger);
  await unlessAborted(Promise.all(plans.map((plan) => untilReady(plan, READY_MS))), signal);
  const newToken = started.find((one) => one.newToken)?.newToken;
  return { url: urlFor(host, port), data: database.place, brokers, newToken };
}

const stopAll = async (processes: readonly KeptProcess[]): Promise<void> =>
  void (await Promise.all(processes.map((one) => one.stop())));

function keepCheckpointsOf(url: string, directory: string, logger: Logger): () => Promise<void> {
  const database = new Database({ url, poolSize: 1, applicationName: 'opsledger-checkpoints', logger });
  const stop = keepCheckpoints({ pool: database.pool, directory, logger });
  return () => stop().finally(() => database.close());
}

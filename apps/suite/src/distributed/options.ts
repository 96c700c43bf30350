import { CannotStart } from '@opsledger/service-host';

export interface DistributedOptions {
  /** Processes per service; one where a service is not named. */
  readonly replicas: ReadonlyMap<string, number>;
  /** Whether a local Kafka is started where no brokers are named. */
  readonly kafka: boolean;
  /** First of the ports that services take; free ones where it is not given. */
  readonly basePort?: number;
}

const MOST_REPLICAS = 16;

/**
 * Reads `--replicas incident=2,sla=2 --base-port 4000 --no-kafka`.
 *
 * @throws CannotStart that says what is wrong
 */
export function readOptions(args: readonly string[], services: readonly string[]): DistributedOptions {
  const replicas = new Map<string, number>();
  let basePort: number | undefined;
  let kafka = true;
  const left = [...args];
  for (let option = left.shift(); option !== undefined; option = left.shift()) {
    if (option === '--no-kafka') kafka = false;
    else if (option === '--replicas')
      for (const entry of (left.shift() ?? '').split(',')) replicas.set(...replicasOf(entry, services));
    else if (option === '--base-port') basePort = portOf(left.shift());
    else
      throw new CannotStart(
        `There is no option ${option}: there are --replicas incident=2,sla=2, --base-port 4000 and --no-kafka.`,
      );
  }
  return { replicas, basePort, kafka };
}

function replicasOf(entry: string, services: readonly string[]): [string, number] {
  const [service = '', count] = entry.split('=');
  const number = Number(count);
  if (!services.includes(service))
    throw new CannotStart(`--replicas names ${service || 'no service'}: there are ${services.join(', ')}.`);
  if (!Number.isInteger(number) || number < 1 || number > MOST_REPLICAS)
    throw new CannotStart(`--replicas needs 1 to ${MOST_REPLICAS} for ${service}, such as ${service}=2.`);
  return [service, number];
}

function portOf(value: string | undefined): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_000)
    throw new CannotStart('--base-port needs a port from 1 to 65000.');
  return port;
}

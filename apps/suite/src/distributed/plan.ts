/** One process that the supervisor starts. */
export interface PlannedProcess {
  /** `incident`, or `incident.2` where there are several. */
  readonly name: string;
  /** Package whose `main` it runs. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where its health is told. */
  readonly healthPort: number;
  /** Reached by others; absent for the gateway. */
  readonly rpcPort?: number;
}

interface PlanParts {
  readonly services: readonly string[];
  readonly replicas: ReadonlyMap<string, number>;
  /** The gateway's address. */
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly token?: string;
  /** RPC_SECRET: what the processes show each other. */
  readonly secret: string;
  /** KAFKA_BROKERS; without them nothing is published, and the log itself is followed. */
  readonly brokers?: string;
  /** As many as `portsNeeded` says. */
  readonly ports: readonly number[];
}

const LOOPBACK = '127.0.0.1';

/** Two for every process of a service, for its calls and for its health, and one for the relay's health. */
export const portsNeeded = ({ services, replicas }: Pick<PlanParts, 'services' | 'replicas'>): number =>
  1 + 2 * services.reduce((sum, service) => sum + (replicas.get(service) ?? 1), 0);

/** Which processes there are, and how each learns of the others. The gateway comes last. */
export function planProcesses(parts: PlanParts): readonly PlannedProcess[] {
  const { services, replicas, host, port, databaseUrl, token, secret, brokers } = parts;
  const ports = [...parts.ports];
  const relayPort = ports.shift()!;
  const placed = services.flatMap((service) => {
    const count = replicas.get(service) ?? 1;
    return Array.from({ length: count }, (_, index) => ({
      service,
      name: count === 1 ? service : `${service}.${index + 1}`,
      rpcPort: ports.shift()!,
      healthPort: ports.shift()!,
    }));
  });
  const addresses = services.map((service) => {
    const list = placed.filter((one) => one.service === service).map(({ rpcPort }) => `${LOOPBACK}:${rpcPort}`);
    return `${service}=${list.join(',')}`;
  });
  const common = {
    DATABASE_URL: databaseUrl,
    OPSLEDGER_SERVICES: addresses.join(';'),
    OPSLEDGER_TOKEN: '',
    RPC_SECRET: secret,
    ...(brokers && { KAFKA_BROKERS: brokers }),
  };
  const relay: PlannedProcess = {
    name: 'relay',
    program: '@opsledger/relay',
    healthPort: relayPort,
    environment: { ...common, HOST: LOOPBACK, PORT: String(relayPort) },
  };
  return [
    ...placed.map(({ service, name, rpcPort, healthPort }) => ({
      name,
      program: `@opsledger/${service}`,
      healthPort,
      rpcPort,
      environment: {
        ...common,
        // Only who makes tokens known needs to know one.
        ...(service === 'directory' && token && { OPSLEDGER_TOKEN: token }),
        HOST: LOOPBACK,
        PORT: String(healthPort),
        RPC_HOST: LOOPBACK,
        RPC_PORT: String(rpcPort),
      },
    })),
    ...(brokers ? [relay] : []),
    {
      name: 'gateway',
      program: '@opsledger/gateway',
      healthPort: port,
      environment: { ...common, HOST: host, PORT: String(port) },
    },
  ];
}

import { existsSync } from 'node:fs';
import { publishedContracts } from '@opsledger/contracts';
import { InvalidEnvironment, nearest, parseEnvironment, serviceEnvironment } from '@opsledger/service-kit';
import { serviceAddresses, type ServiceAddresses } from '@opsledger/service-rpc';
import { kafkaConnection } from './kafka';
import { Type, type Static, type TObject } from '@sinclair/typebox';

/** A variable for a port, with the one taken unless it is set. */
export const port = (value: number, description: string) =>
  Type.Integer({ minimum: 0, maximum: 65_535, default: value, description: `${description}; 0 takes a free one` });

/** A variable for an address to listen on; `defaultHost` says which is meant when it is not set. */
export const host = (description: string) =>
  Type.Optional(Type.String({ description: `${description}; 127.0.0.1 unless told, in a container 0.0.0.0` }));

/** The variable for an access token that the operator chose for the first administrator. */
export const adminToken = Type.Optional(
  Type.String({
    minLength: 16,
    pattern: '^\\S+$',
    description: 'an access token for an administrator; without it one is made at the first start and shown once',
  }),
);

/** The variable for what processes must know to call each other. `when`: in which case it is required. */
export const rpcSecret = (when: string) =>
  Type.Optional(
    Type.String({
      pattern: '^[^\\s,]{16,}(,[^\\s,]{16,})*$',
      description: `what processes must know to call each other, 16 characters or more, several by commas; ${when}`,
    }),
  );

/** The variable for how many requests a token may make; beyond it the gateway answers 429. */
export const rateLimit = Type.Integer({
  minimum: 0,
  default: 0,
  description:
    'requests per second and access token at one gateway, averaged over ten seconds; more are told when to come again; 0 is no limit',
});

/** Variables of every process that stands on a database and on services elsewhere. */
export const processEnvironment = {
  ...serviceEnvironment,
  DATABASE_URL: Type.String({
    pattern: '^postgres(ql)?://',
    description: 'PostgreSQL that keeps the log and the views, the same for every process',
  }),
  RPC_TIMEOUT: Type.Integer({
    minimum: 100,
    maximum: 55_000,
    default: 35_000,
    description: 'longest wait for another service, repetitions included, in milliseconds',
  }),
  RPC_IN_FLIGHT: Type.Integer({
    minimum: 1,
    default: 1_000,
    description: 'calls at a time to one other service; more are told to come back',
  }),
  RPC_SECRET: rpcSecret('required where the network reaches RPC_HOST; by chance: openssl rand -hex 24'),
  ...kafkaConnection,
};

/** By which processes know each other's calls: the first goes with ours, each is accepted of others; none when unset. */
export const rpcSecrets = ({ RPC_SECRET }: { readonly RPC_SECRET?: string }): readonly string[] =>
  RPC_SECRET?.split(',') ?? [];

const addresses = 'where services are: incident=host:port,host:port;cmdb=host:port';

/** Variables of a process that runs one service. */
export const hostEnvironmentSchema = Type.Object({
  ...processEnvironment,
  PORT: port(8080, 'where health and metrics are served'),
  HOST: host('address for health and metrics'),
  RPC_PORT: port(4000, 'where the service takes calls'),
  RPC_HOST: host('address the service takes calls on'),
  OPSLEDGER_SERVICES: Type.Optional(Type.String({ description: addresses })),
  OPSLEDGER_TOKEN: adminToken,
});

/** Variables of a gateway in front of services that run elsewhere. */
export const gatewayEnvironmentSchema = Type.Object({
  ...processEnvironment,
  PORT: port(3000, 'where the gateway listens'),
  HOST: host('address the gateway listens on'),
  RATE_LIMIT: rateLimit,
  OPSLEDGER_SERVICES: Type.String({ description: addresses }),
});

/** How many connections a pool has, and what they may take, in milliseconds. */
export type DatabaseLimits = Pick<
  Static<typeof hostEnvironmentSchema>,
  'DATABASE_POOL_SIZE' | 'DATABASE_CONNECT_TIMEOUT' | 'DATABASE_STATEMENT_TIMEOUT' | 'DATABASE_IDLE_TIMEOUT'
>;

/** The variables of a process that runs one service, parsed; addresses are filled in. */
export type HostEnvironment = Readonly<
  Static<typeof hostEnvironmentSchema> & { HOST: string; RPC_HOST: string; addresses: ServiceAddresses }
>;

/** The variables of a gateway in front of services that run elsewhere, parsed; the address is filled in. */
export type GatewayEnvironment = Readonly<
  Static<typeof gatewayEnvironmentSchema> & { HOST: string; addresses: ServiceAddresses }
>;

/** @throws InvalidEnvironment that names every variable that is wrong */
export function readHostEnvironment(variables: NodeJS.ProcessEnv): HostEnvironment {
  const environment = parsedWithAddresses(hostEnvironmentSchema, variables);
  const local = defaultHost(variables);
  const { RPC_HOST = local, RPC_SECRET } = environment;
  if (!RPC_SECRET && !isThisMachine(RPC_HOST))
    throw new InvalidEnvironment([
      `RPC_SECRET is required: at RPC_HOST=${RPC_HOST} the network reaches this process. The same for all processes: openssl rand -hex 24`,
    ]);
  return { ...environment, HOST: environment.HOST ?? local, RPC_HOST };
}

const isThisMachine = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);

/**
 * @param needed services without which the gateway is none
 * @throws InvalidEnvironment that names every variable that is wrong
 */
export function readGatewayEnvironment(variables: NodeJS.ProcessEnv, needed: readonly string[]): GatewayEnvironment {
  const environment = parsedWithAddresses(gatewayEnvironmentSchema, variables);
  const missing = needed.filter((name) => !environment.addresses.has(name));
  if (missing.length > 0)
    throw new InvalidEnvironment([`OPSLEDGER_SERVICES must say where ${missing.join(', ')} run (${addresses})`]);
  return { ...environment, HOST: environment.HOST ?? defaultHost(variables) };
}

/**
 * 127.0.0.1, so that trying things on a laptop opens nothing to the network; in a container, where nobody could reach
 * that, 0.0.0.0.
 */
export const defaultHost = (variables: NodeJS.ProcessEnv, inContainer = isContainer(variables)): string =>
  inContainer ? '0.0.0.0' : '127.0.0.1';

const isContainer = (variables: NodeJS.ProcessEnv): boolean =>
  Boolean(variables.KUBERNETES_SERVICE_HOST) || existsSync('/.dockerenv') || existsSync('/run/.containerenv');

const SERVICES: readonly string[] = publishedContracts.map(({ service }) => service);

function noService(name: string): string {
  const meant = nearest(name, SERVICES);
  return `OPSLEDGER_SERVICES names ${name}, which is no service: ${meant ? `did you mean ${meant}?` : `there are ${SERVICES.join(', ')}`}`;
}

/** What is wrong with the addresses is told together with what else is wrong. */
function parsedWithAddresses<Schema extends TObject>(
  schema: Schema,
  variables: NodeJS.ProcessEnv,
): Static<Schema> & { addresses: ServiceAddresses } {
  let addresses: ServiceAddresses = new Map();
  const problems: string[] = [];
  try {
    addresses = serviceAddresses(variables.OPSLEDGER_SERVICES ?? '');
    problems.push(...[...addresses.keys()].filter((name) => !SERVICES.includes(name)).map(noService));
  } catch (error) {
    problems.push(`OPSLEDGER_SERVICES must say where services are: ${(error as Error).message}`);
  }
  try {
    const environment = parseEnvironment(schema, variables);
    if (problems.length === 0) return { ...(environment as object), addresses } as never;
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error;
    problems.unshift(...error.problems);
  }
  throw new InvalidEnvironment(problems);
}

import {
  gatewayEnvironmentSchema,
  hostEnvironmentSchema,
  readGatewayEnvironment,
  readHostEnvironment,
} from '@opsledger/service-host';
import { publishedContracts } from '@opsledger/contracts';
import type { TObject } from '@sinclair/typebox';
import { readRelayEnvironment, relayEnvironmentSchema } from '../../apps/relay/src/environment';
import { SERVICES } from '../../apps/suite/src/services';

/** A program of the suite that runs as a process of its own, as the code has it. */
export interface Program {
  /** Of the folder below `apps`, of the container and of the label `process` on its figures. */
  readonly name: string;
  readonly kind: 'service' | 'gateway' | 'relay';
  readonly schema: TObject;
  /** @throws InvalidEnvironment */
  readonly read: (variables: NodeJS.ProcessEnv) => unknown;
  /** Connections to PostgreSQL at most, by the size of a pool. */
  readonly connections: (pool: number) => number;
}

/** A log's own: four to read, one to append, one to listen. */
const LOG_CONNECTIONS = 6;

const services = publishedContracts.map(({ service }) => service);

export const PROGRAMS: readonly Program[] = [
  ...SERVICES.map(({ definition }) => ({
    name: definition.name,
    kind: 'service' as const,
    schema: hostEnvironmentSchema,
    read: readHostEnvironment,
    connections: (pool: number) => 2 * pool + LOG_CONNECTIONS,
  })),
  {
    name: 'gateway',
    kind: 'gateway',
    schema: gatewayEnvironmentSchema,
    read: (variables) => readGatewayEnvironment(variables, services),
    connections: () => LOG_CONNECTIONS,
  },
  {
    name: 'relay',
    kind: 'relay',
    schema: relayEnvironmentSchema,
    read: readRelayEnvironment,
    connections: (pool) => pool + LOG_CONNECTIONS,
  },
];

export const SERVICE_NAMES = PROGRAMS.filter(({ kind }) => kind === 'service').map(({ name }) => name);

/** Every variable that any of the programs reads. */
export const VARIABLES: ReadonlySet<string> = new Set(PROGRAMS.flatMap(({ schema }) => Object.keys(schema.properties)));

/** What has neither a default nor may be left out. */
export const requiredOf = ({ schema: { properties, required = [] } }: Program): readonly string[] =>
  required.filter((name) => properties[name]?.default === undefined);

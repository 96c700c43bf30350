import { resolve } from 'node:path';
import { kafkaEnvironment } from '@opsledger/kafka';
import { adminToken, defaultHost, host, port, rateLimit, rpcSecret } from '@opsledger/service-host';
import { parseEnvironment, serviceEnvironment } from '@opsledger/service-kit';
import { Type, type Static } from '@sinclair/typebox';

/** What the supervisor reads itself; everything else in its environment goes on to the processes. */
export const distributedEnvironmentSchema = Type.Object({
  ...serviceEnvironment,
  DATABASE_POOL_SIZE: Type.Integer({
    minimum: 2,
    maximum: 500,
    default: 8,
    description: 'connections at most, of each process and kind',
  }),
  PORT: port(3000, 'where the gateway listens'),
  HOST: host('address the gateway listens on'),
  RATE_LIMIT: rateLimit,
  OPSLEDGER_DATA: Type.String({ default: '.opsledger', description: 'directory of the embedded PostgreSQL' }),
  OPSLEDGER_TOKEN: adminToken,
  RPC_SECRET: rpcSecret('one is made unless told'),
  KAFKA_BROKERS: Type.Optional(
    Type.String({
      ...kafkaEnvironment.KAFKA_BROKERS,
      description: 'brokers to publish to, host:port, comma separated; a local one is started unless told',
    }),
  ),
});

export type DistributedEnvironment = Readonly<Static<typeof distributedEnvironmentSchema> & { HOST: string }>;

/** @throws InvalidEnvironment that names every variable that is wrong */
export function readDistributedEnvironment(variables: NodeJS.ProcessEnv): DistributedEnvironment {
  const environment = parseEnvironment(distributedEnvironmentSchema, variables);
  return {
    ...environment,
    HOST: environment.HOST ?? defaultHost(variables),
    OPSLEDGER_DATA: resolve(environment.OPSLEDGER_DATA),
  };
}

import { resolve } from 'node:path';
import { adminToken, defaultHost, host, port, rateLimit } from '@opsledger/service-host';
import { parseEnvironment, serviceEnvironment } from '@opsledger/service-kit';
import { Type, type Static } from '@sinclair/typebox';

export const suiteEnvironmentSchema = Type.Object({
  ...serviceEnvironment,
  PORT: port(3000, 'where the suite listens'),
  HOST: host('address the suite listens on'),
  RATE_LIMIT: rateLimit,
  OPSLEDGER_DATA: Type.String({ default: '.opsledger', description: 'directory of the embedded PostgreSQL' }),
  OPSLEDGER_TOKEN: adminToken,
  KAFKA_BROKERS: Type.Optional(
    Type.String({ description: 'brokers to publish events to, host:port, comma separated; absent: not at all' }),
  ),
});

/** Everything the environment says, read once. */
export type Environment = Readonly<Static<typeof suiteEnvironmentSchema> & { HOST: string }>;

/**
 * OPSLEDGER_DATA becomes absolute.
 *
 * @throws InvalidEnvironment that names every variable that is wrong
 */
export function readEnvironment(variables: NodeJS.ProcessEnv, inContainer?: boolean): Environment {
  const environment = parseEnvironment(suiteEnvironmentSchema, variables);
  return {
    ...environment,
    HOST: environment.HOST ?? defaultHost(variables, inContainer),
    OPSLEDGER_DATA: resolve(environment.OPSLEDGER_DATA),
  };
}

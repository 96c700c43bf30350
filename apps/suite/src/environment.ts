import { resolve } from 'node:path';
import { kafkaEnvironment, type KafkaEnvironment } from '@opsledger/kafka';
import { adminToken, defaultHost, host, port, rateLimit } from '@opsledger/service-host';
import { InvalidEnvironment, parseEnvironment, serviceEnvironment } from '@opsledger/service-kit';
import { Type, type Static } from '@sinclair/typebox';

export const suiteEnvironmentSchema = Type.Object({
  ...serviceEnvironment,
  PORT: port(3000, 'where the suite listens'),
  HOST: host('address the suite listens on'),
  RATE_LIMIT: rateLimit,
  OPSLEDGER_ALONE: Type.Boolean({
    default: false,
    description:
      'whether no other process is to write to the log of DATABASE_URL, which makes the suite quicker; refused where one does',
  }),
  OPSLEDGER_DATA: Type.String({ default: '.opsledger', description: 'directory of the embedded PostgreSQL' }),
  OPSLEDGER_TOKEN: adminToken,
  KAFKA_BROKERS: Type.Optional({
    ...kafkaEnvironment.KAFKA_BROKERS,
    description: 'brokers to publish events to, host:port, comma separated; absent: not at all',
  }),
});

/** What is read of a suite that publishes. */
const publishingSchema = Type.Object({ ...suiteEnvironmentSchema.properties, ...kafkaEnvironment });

/** Everything the environment says, read once. */
export type Environment = Readonly<
  Static<typeof suiteEnvironmentSchema> & { HOST: string } & ({ KAFKA_BROKERS?: undefined } | KafkaEnvironment)
>;

/**
 * OPSLEDGER_DATA becomes absolute.
 *
 * @throws InvalidEnvironment that names every variable that is wrong
 */
export function readEnvironment(variables: NodeJS.ProcessEnv, inContainer?: boolean): Environment {
  const environment = parseEnvironment(
    variables.KAFKA_BROKERS ? publishingSchema : suiteEnvironmentSchema,
    variables,
  ) as Environment;
  if (environment.OPSLEDGER_ALONE && environment.EVENT_STORE !== 'postgres')
    throw new InvalidEnvironment([
      'OPSLEDGER_ALONE is for a log in PostgreSQL: of another server nobody knows who writes',
    ]);
  return {
    ...environment,
    HOST: environment.HOST ?? defaultHost(variables, inContainer),
    OPSLEDGER_DATA: resolve(environment.OPSLEDGER_DATA),
  };
}

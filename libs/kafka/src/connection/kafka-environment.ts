import { OneOf } from '@opsledger/contracts';
import { InvalidEnvironment } from '@opsledger/service-kit';
import { Type, type Static, type TObject } from '@sinclair/typebox';
import { DEFAULT_PREFIX } from '../messages/topics';

const file = (description: string) => Type.Optional(Type.String({ minLength: 1, description }));
const secret = (description: string) => Type.Optional(Type.String({ minLength: 1, description }));

const PORT = '([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])';
const BROKER = `[^\\s,:/]+:${PORT}`;

/** Variables of every process that uses Kafka; spread into a process's own schema. */
export const kafkaEnvironment = {
  KAFKA_BROKERS: Type.String({
    pattern: `^\\s*${BROKER}(\\s*,\\s*${BROKER})*\\s*$`,
    rule: 'must be host:port, or several by commas, each port from 1 to 65535',
    description: 'brokers to ask first, host:port, comma separated',
  }),
  KAFKA_TOPIC_PREFIX: Type.String({
    default: DEFAULT_PREFIX,
    pattern: '^[A-Za-z0-9._-]{1,100}$',
    description: 'first part of the names of all topics',
  }),
  KAFKA_TLS: Type.Boolean({ default: false, description: 'whether brokers are spoken to over TLS' }),
  KAFKA_TLS_CA: file('file with the certificates to trust, PEM; absent: those that Node trusts'),
  KAFKA_TLS_CERT: file('file with the certificate to show, PEM'),
  KAFKA_TLS_KEY: file('file with the key of that certificate, PEM'),
  KAFKA_SASL_MECHANISM: Type.Optional(
    OneOf(['plain', 'scram-sha-256', 'scram-sha-512'], { description: 'how to log in; absent: not at all' }),
  ),
  KAFKA_SASL_USERNAME: secret('user to log in as'),
  KAFKA_SASL_PASSWORD: secret('password of that user'),
  KAFKA_PARTITIONS: Type.Integer({
    minimum: 1,
    maximum: 1_000,
    default: 6,
    description: 'partitions of a topic of events; fixed when the topic is made',
  }),
  KAFKA_REPLICATION_FACTOR: Type.Integer({
    minimum: 1,
    maximum: 15,
    default: 1,
    description: 'brokers that keep a copy; 3 in production',
  }),
  KAFKA_MIN_INSYNC_REPLICAS: Type.Integer({
    minimum: 1,
    maximum: 15,
    default: 1,
    description: 'copies that must be written before a message counts as kept; 2 in production',
  }),
  KAFKA_MAX_MESSAGE_BYTES: Type.Integer({
    minimum: 1_048_588,
    default: 64 * 1024 * 1024,
    description: 'largest message of a topic, in bytes; the log holds facts of up to 16 million characters',
  }),
};

/** The variables about Kafka, parsed. */
export type KafkaEnvironment = Readonly<Static<TObject<typeof kafkaEnvironment>>>;

/** @throws InvalidEnvironment for variables that are right, but not together; no value is repeated */
export function requireConsistent(environment: KafkaEnvironment): void {
  const given = (name: keyof KafkaEnvironment) => environment[name] !== undefined;
  const problems: string[] = [];
  const needs = (name: keyof KafkaEnvironment, ...others: (keyof KafkaEnvironment)[]) => {
    for (const other of others) if (given(name) && !given(other)) problems.push(`${other} is required with ${name}`);
  };
  needs('KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD');
  needs('KAFKA_SASL_USERNAME', 'KAFKA_SASL_MECHANISM');
  needs('KAFKA_SASL_PASSWORD', 'KAFKA_SASL_MECHANISM');
  needs('KAFKA_TLS_CERT', 'KAFKA_TLS_KEY');
  needs('KAFKA_TLS_KEY', 'KAFKA_TLS_CERT');
  for (const name of ['KAFKA_TLS_CA', 'KAFKA_TLS_CERT'] as const)
    if (given(name) && !environment.KAFKA_TLS) problems.push(`${name} needs KAFKA_TLS=true`);
  if (environment.KAFKA_MIN_INSYNC_REPLICAS > environment.KAFKA_REPLICATION_FACTOR)
    problems.push('KAFKA_MIN_INSYNC_REPLICAS may not be more than KAFKA_REPLICATION_FACTOR');
  if (problems.length > 0) throw new InvalidEnvironment(problems);
}

import { publishedContracts } from '@opsledger/contracts';
import type { EventStore } from '@opsledger/event-store';
import {
  Topics,
  catalogueOf,
  connectKafka,
  kafkaEnvironment,
  openKafkaSource,
  type KafkaEnvironment,
  type KafkaSource,
} from '@opsledger/kafka';
import type { Logger, Metrics } from '@opsledger/service-kit';
import { Type } from '@sinclair/typebox';
import type { Teardown } from './teardown';

const CLIENT_ID = 'opsledger';

const { KAFKA_TOPIC_PREFIX, KAFKA_TLS, KAFKA_TLS_CA, KAFKA_TLS_CERT, KAFKA_TLS_KEY } = kafkaEnvironment;
const { KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD } = kafkaEnvironment;

/** Variables of a process that reads Kafka, if it does; what topics are like is for who makes them. */
export const kafkaConnection = {
  KAFKA_BROKERS: Type.Optional({
    ...kafkaEnvironment.KAFKA_BROKERS,
    description: `${kafkaEnvironment.KAFKA_BROKERS.description}; without them the log itself is followed`,
  }),
  KAFKA_TOPIC_PREFIX,
  KAFKA_TLS,
  KAFKA_TLS_CA,
  KAFKA_TLS_CERT,
  KAFKA_TLS_KEY,
  KAFKA_SASL_MECHANISM,
  KAFKA_SASL_USERNAME,
  KAFKA_SASL_PASSWORD,
};

/** What those variables say once brokers are named. */
export type KafkaConnection = Pick<KafkaEnvironment, keyof typeof kafkaConnection>;

/** Whether brokers are named; without them the log itself is followed. */
export const isOnKafka = (settings: Partial<KafkaConnection>): settings is KafkaConnection =>
  settings.KAFKA_BROKERS !== undefined;

/**
 * Follows the log by Kafka. What Kafka is late with, loses or no longer keeps is read from the log; messages there that
 * are no events are put aside.
 */
export function followByKafka(
  store: EventStore,
  settings: KafkaConnection,
  logger: Logger,
  metrics: Metrics,
  teardown: Teardown,
): KafkaSource {
  const topics = new Topics(catalogueOf(publishedContracts), settings.KAFKA_TOPIC_PREFIX);
  const kafka = connectKafka(settings, CLIENT_ID, logger);
  const source = openKafkaSource({ kafka, topics, log: store, logger, metrics });
  source.start();
  teardown.add('the reader of Kafka', () => source.stop());
  return source;
}

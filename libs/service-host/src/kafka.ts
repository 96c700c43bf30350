import { publishedContracts } from '@opsledger/contracts';
import type { EventSource } from '@opsledger/event-bus';
import type { EventStore } from '@opsledger/event-store';
import {
  DeadLetters,
  KafkaSource,
  KafkaTopicFeed,
  Topics,
  catalogueOf,
  connectKafka,
  kafkaEnvironment,
  type KafkaEnvironment,
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

export type KafkaConnection = Pick<KafkaEnvironment, keyof typeof kafkaConnection>;

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
): EventSource {
  const topics = new Topics(catalogueOf(publishedContracts), settings.KAFKA_TOPIC_PREFIX);
  const kafka = connectKafka(settings, CLIENT_ID, logger);
  const deadLetters = new DeadLetters(kafka, topics);
  const missing = metrics.counter(
    'opsledger_kafka_missing_events_total',
    'Events that were read from the log because Kafka did not bring them in time',
  );
  const invalid = metrics.counter(
    'opsledger_kafka_invalid_messages_total',
    'Messages on topics of events that are none',
  );
  const source = new KafkaSource(new KafkaTopicFeed(kafka, topics.allEvents), store, {
    onError: (error) => logger.warn({ err: error }, 'events cannot be read from Kafka; trying again'),
    onMissing: (error) => {
      missing.inc(error.count);
      logger.warn({ err: error }, 'events did not come by Kafka');
    },
    onInvalid: (message, error) => {
      invalid.inc();
      const { topic, partition, offset } = message;
      logger.error({ err: error, topic, partition, offset }, 'a message on Kafka is no event; it is put aside');
      deadLetters
        .send(message, error)
        .catch((failure: unknown) =>
          logger.error({ err: failure, topic, partition, offset }, 'it could not be put aside'),
        );
    },
  });
  source.start();
  teardown.add('the connection for dead letters', () => deadLetters.close());
  teardown.add('the reader of Kafka', () => source.stop());
  return source;
}

import type { Log } from '@opsledger/event-sourcing';
import type { EventStore } from '@opsledger/event-store';
import { seldom, type Metrics } from '@opsledger/service-kit';
import type { Kafka } from 'kafkajs';
import type { Topics } from '../messages/topics';
import { DeadLetters } from './dead-letters';
import { KafkaSource } from './kafka-source';
import { KafkaTopicFeed, type TopicFeedOptions } from './kafka-topic-feed';
import type { SourceOptions } from './source-options';

/** What a source of events by Kafka stands on. */
export interface OpenKafkaSource {
  readonly kafka: Kafka;
  readonly topics: Topics;
  /** Read at the start, by readers far behind, and for what Kafka does not bring. */
  readonly log: Pick<EventStore, 'readAll' | 'head'>;
  readonly logger: Log;
  readonly metrics: Pick<Metrics, 'counter'>;
  readonly feed?: TopicFeedOptions;
  readonly options?: Partial<Omit<SourceOptions, 'onError' | 'onBack' | 'onMissing' | 'onInvalid'>>;
}

/** The event source of a process, which tells its log and its metrics what is wrong with Kafka; `start` it, `stop` it. */
export function openKafkaSource(parts: OpenKafkaSource): KafkaSource {
  const { kafka, topics, log, logger, metrics } = parts;
  const missing = metrics.counter(
    'opsledger_kafka_missing_events_total',
    'Events read from the log: Kafka did not bring them',
  );
  const invalid = metrics.counter(
    'opsledger_kafka_invalid_messages_total',
    'Messages on topics of events that are no events',
  );
  const errors = metrics.counter(
    'opsledger_kafka_errors_total',
    'Failures of the brokers or the log while reading events',
  );
  const deadLetters = new DeadLetters(kafka, topics);
  const { warn, forget } = seldom(logger);
  const onError = (error: Error): void => {
    errors.inc();
    warn({ err: error }, 'Reading events from Kafka: trying again');
  };
  return new KafkaSource(new KafkaTopicFeed(kafka, topics.allEvents, parts.feed), log, {
    ...parts.options,
    onError,
    onBack: () => {
      forget();
      logger.info({}, 'Events come by Kafka again');
    },
    onMissing: (error) => {
      missing.inc(error.count);
      warn({ after: error.after, upTo: error.upTo, count: error.count }, error.message);
    },
    onInvalid: (message, error) => {
      invalid.inc();
      const { topic, partition, offset } = message;
      logger.error({ err: error, topic, partition, offset }, 'A message is no event: it goes to the dead letters');
      deadLetters.send(message, error).catch(onError);
    },
    onStopped: () => deadLetters.close(),
  });
}

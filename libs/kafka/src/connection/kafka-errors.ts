import { KafkaJSError, KafkaJSNumberOfRetriesExceeded } from 'kafkajs';

/** The brokers cannot be reached or cannot answer now. Retriable: nothing is known of what was being done. */
export class KafkaUnavailable extends Error {
  constructor(doing: string, reason: string, options?: ErrorOptions) {
    super(`Kafka is not available: ${doing}: ${reason}`, options);
    this.name = 'KafkaUnavailable';
  }
}

/** The brokers answered, and refuse: trying again changes nothing until somebody changes something. */
export class KafkaRefused extends Error {
  constructor(doing: string, reason: string, options?: ErrorOptions) {
    super(`Kafka refuses: ${doing}: ${reason}`, options);
    this.name = 'KafkaRefused';
  }
}

/** What to do about refusals that people meet. */
const REMEDIES: Readonly<Record<string, string>> = {
  MESSAGE_TOO_LARGE: 'raise max.message.bytes of the topic',
  TOPIC_AUTHORIZATION_FAILED: 'give the user of KAFKA_SASL_USERNAME the right to it',
  CLUSTER_AUTHORIZATION_FAILED: 'give the user of KAFKA_SASL_USERNAME the right to it',
  INVALID_REPLICATION_FACTOR: 'lower KAFKA_REPLICATION_FACTOR or add brokers',
  NOT_ENOUGH_REPLICAS: 'brokers are missing: KAFKA_MIN_INSYNC_REPLICAS copies must be written',
  UNKNOWN_TOPIC_OR_PARTITION: 'the topic is not there: the relay makes topics when it starts',
};

/** One of the two errors, with the reason that lies behind the retries. */
export function asKafkaError(error: unknown, doing: string): KafkaUnavailable | KafkaRefused {
  if (error instanceof KafkaUnavailable || error instanceof KafkaRefused) return error;
  const reason = reasonBehind(error);
  const type = (reason as { type?: string }).type;
  const remedy = type && REMEDIES[type];
  const text = remedy ? `${reason.message} (${remedy})` : reason.message;
  return isRetriable(reason)
    ? new KafkaUnavailable(doing, text, { cause: error })
    : new KafkaRefused(doing, text, { cause: error });
}

function reasonBehind(error: unknown): Error {
  if (error instanceof KafkaJSNumberOfRetriesExceeded && error.cause instanceof Error) return reasonBehind(error.cause);
  const { errors } = error as { errors?: unknown[] };
  if (Array.isArray(errors) && errors.length > 0) return reasonBehind(errors[0]);
  return error instanceof Error ? error : new Error(String(error));
}

const isRetriable = (error: Error): boolean => !(error instanceof KafkaJSError) || error.retriable;

import { KafkaJSError, KafkaJSNonRetriableError } from 'kafkajs';
import { remedyFor } from './remedies';

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

/** One of the two errors, with the reason that lies behind the retries. */
export function asKafkaError(error: unknown, doing: string): KafkaUnavailable | KafkaRefused {
  if (error instanceof KafkaUnavailable || error instanceof KafkaRefused) return error;
  const reason = reasonBehind(error);
  const remedy = remedyFor(reason);
  const text = remedy ? `${wordsOf(reason)} (${remedy.text})` : wordsOf(reason);
  const isRefused = remedy?.refused ?? !isRetriable(reason);
  return isRefused
    ? new KafkaRefused(doing, text, { cause: error })
    : new KafkaUnavailable(doing, text, { cause: error });
}

function reasonBehind(error: unknown): Error {
  if (error instanceof KafkaJSNonRetriableError && error.cause instanceof Error) return reasonBehind(error.cause);
  const { errors } = error as { errors?: unknown[] };
  if (Array.isArray(errors) && errors.length > 0) return reasonBehind(errors[0]);
  return error instanceof Error ? error : new Error(String(error));
}

/** What OpenSSL says of the other end's alert is for those who debug OpenSSL. */
function wordsOf({ message, topic }: Error & { topic?: string }): string {
  const alert = /:(?:sslv3|tlsv1|tlsv13) alert ([a-z ]+):/.exec(message)?.[1];
  const words = alert ? `the broker ended the connection: ${alert}` : message.trim();
  return topic ? `${topic}: ${words}` : words;
}

const isRetriable = (error: Error): boolean => !(error instanceof KafkaJSError) || error.retriable;

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { publishedContracts } from '@opsledger/contracts';
import {
  KafkaRefused,
  Topics,
  asKafkaError,
  catalogueOf,
  connectKafka,
  ensureTopics,
  kafkaEnvironment,
} from '@opsledger/kafka';
import { KafkaLocalError, startLocalKafka } from '@opsledger/kafka-local';
import { unlessAborted, type Teardown } from '@opsledger/service-host';
import { parseEnvironment, type Logger } from '@opsledger/service-kit';
import { Type } from '@sinclair/typebox';
import type { Admin } from 'kafkajs';

const HEAP_MB = 384;

interface WhereKafka {
  readonly KAFKA_BROKERS?: string;
  readonly OPSLEDGER_DATA: string;
}

/**
 * The operator's brokers, or a broker of our own where this machine can run one. Without any the services follow the log
 * itself: everything works but what reads Kafka.
 *
 * @throws InvalidEnvironment that names every variable that is wrong
 */
export async function provideKafka(
  { KAFKA_BROKERS, OPSLEDGER_DATA }: WhereKafka,
  logger: Logger,
  teardown: Teardown,
  signal: AbortSignal,
): Promise<string | undefined> {
  const brokers = KAFKA_BROKERS ?? (await localBrokers(OPSLEDGER_DATA, logger, teardown, signal));
  if (brokers) await topicsBeforeReaders(brokers, logger, signal);
  return brokers;
}

async function localBrokers(
  directory: string,
  logger: Logger,
  teardown: Teardown,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const kafka = await startLocalKafka({ dataDir: join(directory, 'kafka'), heapMb: HEAP_MB, keep: logger, signal });
    teardown.add('Kafka', () => kafka.stop());
    return kafka.brokers;
  } catch (error) {
    if (!(error instanceof KafkaLocalError)) throw error;
    logger.warn(`No Kafka: ${error.message} Nothing is published; services follow the log itself.`);
    return undefined;
  }
}

/** A topic just made has a leader before that leader knows; groups wait for a topic of Kafka's own. */
async function untilReadable(admin: Admin, topics: readonly string[]): Promise<void> {
  try {
    await admin.connect();
    for (const topic of topics) await admin.fetchTopicOffsets(topic);
    await admin.fetchOffsets({ groupId: 'opsledger-supervisor', topics: topics.slice(0, 1) });
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

const ATTEMPTS = 20;
const PAUSE_MS = 500;

/**
 * The relay would make them, too, but readers that find none begin late. Brokers that are away or refuse are no reason to
 * wait.
 */
async function topicsBeforeReaders(brokers: string, logger: Logger, signal: AbortSignal): Promise<void> {
  const settings = parseEnvironment(Type.Object(kafkaEnvironment), { ...process.env, KAFKA_BROKERS: brokers });
  const topics = new Topics(catalogueOf(publishedContracts), settings.KAFKA_TOPIC_PREFIX);
  const kafka = connectKafka(settings, 'opsledger-supervisor');
  for (let attempt = 1; ; attempt++) {
    try {
      await unlessAborted(ensureTopics(kafka, topics, settings), signal);
      return await unlessAborted(untilReadable(kafka.admin(), topics.allEvents), signal);
    } catch (error) {
      signal.throwIfAborted();
      if (attempt === ATTEMPTS || asKafkaError(error, 'reading topics') instanceof KafkaRefused)
        return logger.warn({ err: error }, 'topics cannot be made now; the relay makes them later');
    }
    await unlessAborted(delay(PAUSE_MS), signal);
  }
}

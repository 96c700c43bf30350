import { join } from 'node:path';
import { KafkaLocalError, startLocalKafka } from '@opsledger/kafka-local';
import type { Teardown } from '@opsledger/service-host';
import type { Logger } from '@opsledger/service-kit';

const HEAP_MB = 384;

interface WhereKafka {
  readonly KAFKA_BROKERS?: string;
  readonly OPSLEDGER_DATA: string;
}

/**
 * The operator's brokers, or a broker of our own where this machine can run one. Without any the services follow the log
 * itself: everything works but what reads Kafka.
 */
export async function provideKafka(
  { KAFKA_BROKERS, OPSLEDGER_DATA }: WhereKafka,
  logger: Logger,
  teardown: Teardown,
): Promise<string | undefined> {
  if (KAFKA_BROKERS) return KAFKA_BROKERS;
  try {
    const kafka = await startLocalKafka({ dataDir: join(OPSLEDGER_DATA, 'kafka'), heapMb: HEAP_MB });
    teardown.add('Kafka', () => kafka.stop());
    return kafka.brokers;
  } catch (error) {
    if (!(error instanceof KafkaLocalError)) throw error;
    logger.warn(`No Kafka: ${error.message} Nothing is published; services follow the log itself.`);
    return undefined;
  }
}

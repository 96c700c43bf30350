import { Partitioners, type Kafka, type Producer, type ProducerConfig } from 'kafkajs';
import { asKafkaError } from '../connection/kafka-errors';

/**
 * An idempotent producer that is connected.
 *
 * @throws KafkaUnavailable or KafkaRefused
 */
export async function connectProducer(
  kafka: Kafka,
  config: Pick<ProducerConfig, 'retry' | 'transactionalId'>,
): Promise<Producer> {
  const producer = kafka.producer({
    ...config,
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  try {
    await producer.connect();
    return producer;
  } catch (error) {
    await producer.disconnect().catch(() => undefined);
    throw asKafkaError(error, 'connecting a producer');
  }
}

import { asKafkaError, slices } from '@opsledger/kafka';
import { Partitioners, type Kafka, type Message, type Producer, type TopicMessages } from 'kafkajs';

export interface TopicMessage {
  readonly topic: string;
  readonly message: Message;
}

const ALL_REPLICAS = -1;
/** Longer is the business of whoever leads, so that somebody hears of it and another relay has its turn. */
const RETRY = { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 };

/**
 * A producer that neither doubles nor reorders what it sends, until its first failure: then it is used up.
 *
 * @throws KafkaUnavailable or KafkaRefused
 */
export async function openProducer(kafka: Kafka, transactionalId?: string): Promise<Producer> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    transactionalId,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: RETRY,
  });
  try {
    await producer.connect();
    return producer;
  } catch (error) {
    await producer.disconnect().catch(() => undefined);
    throw asKafkaError(error, 'connecting a producer');
  }
}

/**
 * Sends messages so that each partition takes them in their order: what fits goes at once, the next when that is
 * acknowledged by all replicas.
 */
export async function sendInOrder(
  sender: Pick<Producer, 'sendBatch'>,
  messages: readonly TopicMessage[],
): Promise<void> {
  for (const slice of slices(messages, sizeOf))
    await sender.sendBatch({ acks: ALL_REPLICAS, topicMessages: byTopic(slice) });
}

const PER_MESSAGE = 500;

const sizeOf = ({ message: { value } }: TopicMessage): number => Buffer.byteLength(value ?? '') + PER_MESSAGE;

function byTopic(messages: readonly TopicMessage[]): TopicMessages[] {
  const topics = new Map<string, Message[]>();
  for (const { topic, message } of messages) {
    const others = topics.get(topic);
    if (others) others.push(message);
    else topics.set(topic, [message]);
  }
  return [...topics].map(([topic, those]) => ({ topic, messages: those }));
}

import type { Kafka, Message, Producer, TopicMessages } from 'kafkajs';
import { slices } from './slices';

export interface TopicMessage {
  readonly topic: string;
  readonly message: Message;
}

const ALL_REPLICAS = -1;

/** What sends batches: a producer, or a transaction of one. */
type Sender = Pick<Producer, 'sendBatch'>;

/**
 * Sends messages so that each partition takes them in their order: what fits goes at once, the next when that is
 * acknowledged by all replicas.
 */
export async function sendInOrder(sender: Sender, messages: readonly TopicMessage[]): Promise<void> {
  for (const slice of slices(messages, sizeOf))
    await sender.sendBatch({ acks: ALL_REPLICAS, topicMessages: byTopic(slice) });
}

const PER_HEADER = 16;

function sizeOf({ message: { value, headers = {} } }: TopicMessage): number {
  let size = Buffer.byteLength(value ?? '');
  for (const [name, text] of Object.entries(headers))
    size += PER_HEADER + name.length + Buffer.byteLength(typeof text === 'string' || Buffer.isBuffer(text) ? text : '');
  return size;
}

function byTopic(messages: readonly TopicMessage[]): TopicMessages[] {
  const topics = new Map<string, Message[]>();
  for (const { topic, message } of messages) {
    const known = topics.get(topic);
    if (known) known.push(message);
    else topics.set(topic, [message]);
  }
  return [...topics].map(([topic, those]) => ({ topic, messages: those }));
}

/**
 * A producer that never doubles or reorders what it sends, as long as it lives. It tries again for some seconds; longer
 * is the business of whoever leads, so that somebody hears of it and another relay has its turn.
 */
export async function idempotentProducer(kafka: Kafka, transactionalId?: string): Promise<Producer> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    transactionalId,
    allowAutoTopicCreation: false,
    retry: { retries: 5, initialRetryTime: 200, maxRetryTime: 2_000 },
  });
  await producer.connect();
  return producer;
}

import { Partitioners, type Kafka, type Message, type Producer, type TopicMessages } from 'kafkajs';
import { asKafkaError } from '../connection/kafka-errors';
import { slices } from './slices';

/** A message with the topic that it is for. */
export interface TopicMessage {
  readonly topic: string;
  readonly message: Message;
}

const ALL_REPLICAS = -1;
/**
 * None, since a batch goes to several brokers at once: when one of them fails, kafkajs sends again only to those that have not
 * answered. What has moved since to a broker that has would be acknowledged without ever being sent.
 *
 * It refuses zero for an idempotent producer, as it trusts in its retries there; a number that compares with none is taken.
 */
const RETRY = { retries: NaN };

/**
 * A producer that neither loses, doubles nor reorders what it sends, until its first failure: then it is used up. The next
 * one knows the leaders of that moment.
 *
 * @param transactionalId fences off whoever sends in transactions under the same name
 * @throws KafkaUnavailable or KafkaRefused when the brokers do not take this process as a producer
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
 *
 * @throws whatever the library does; after that nothing is known of what arrived
 */
export async function sendInOrder(
  sender: Pick<Producer, 'sendBatch'>,
  messages: readonly TopicMessage[],
): Promise<void> {
  for (const slice of slices(messages, sizeOf))
    await sender.sendBatch({ acks: ALL_REPLICAS, topicMessages: byTopic(slice) });
}

/** What a record takes besides its texts, generously. */
const FRAME = 40;

function sizeOf({ message: { key, value, headers = {} } }: TopicMessage): number {
  const texts = Object.entries(headers).reduce(
    (size, [name, text]) => size + name.length + Buffer.byteLength(String(text)) + 4,
    Buffer.byteLength(key ?? '') + Buffer.byteLength(value ?? ''),
  );
  return texts + FRAME;
}

function byTopic(messages: readonly TopicMessage[]): TopicMessages[] {
  const topics = new Map<string, Message[]>();
  for (const { topic, message } of messages) {
    const others = topics.get(topic);
    if (others) others.push(message);
    else topics.set(topic, [message]);
  }
  return [...topics].map(([topic, those]) => ({ topic, messages: those }));
}

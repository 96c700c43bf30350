import { Partitioners, type Kafka, type Message, type Producer } from 'kafkajs';
import { asKafkaError } from '../connection/kafka-errors';
import type { Catalogue } from '../messages/catalogue';
import { encodeEvent } from '../messages/encode-event';
import type { LinkedEvent } from '../messages/linked-event';
import type { EventMessage } from '../messages/message';
import type { Topics } from '../messages/topics';
import { slices } from './slices';

const ALL_REPLICAS = -1;
const RETRY = { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 };

/** Puts events on the topics of their services. */
export class EventPublisher {
  private broken?: Error;

  /** @throws KafkaUnavailable or KafkaRefused when the brokers do not take this process as a producer */
  static async open(kafka: Kafka, catalogue: Catalogue, topics: Topics): Promise<EventPublisher> {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: RETRY,
    });
    try {
      await producer.connect();
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw asKafkaError(error, 'connecting a producer');
    }
    return new EventPublisher(producer, catalogue, topics);
  }

  private constructor(
    private readonly producer: Producer,
    private readonly catalogue: Catalogue,
    private readonly topics: Topics,
  ) {}

  /**
   * Resolves when all replicas asked for have acknowledged all events. Not called again before that: events of a record
   * stand in log order in their partition.
   *
   * After a rejection nothing is known of what arrived. The publisher is used up then, open another and publish the same events
   * again: the broker knows what a producer sent last by its number alone, and would take other events under that number for
   * those it has.
   *
   * @throws KafkaUnavailable or KafkaRefused
   */
  async publish(events: readonly LinkedEvent[]): Promise<void> {
    if (this.broken) throw this.broken;
    const messages = events.map((event) => encodeEvent(event, this.catalogue, this.topics));
    try {
      for (const slice of slices(messages, sizeOf))
        await this.producer.sendBatch({ acks: ALL_REPLICAS, topicMessages: byTopic(slice) });
    } catch (error) {
      this.broken = asKafkaError(error, 'publishing events');
      throw this.broken;
    }
  }

  close(): Promise<void> {
    return this.producer.disconnect();
  }
}

const sizeOf = ({ key, value, headers }: EventMessage): number =>
  Object.entries(headers).reduce(
    (size, [name, text]) => size + name.length + Buffer.byteLength(text) + 4,
    Buffer.byteLength(key) + Buffer.byteLength(value) + 20,
  );

function byTopic(messages: readonly EventMessage[]): { topic: string; messages: Message[] }[] {
  const topics = new Map<string, Message[]>();
  for (const { topic, key, value, headers, timestamp } of messages) {
    const message: Message = { key, value, headers: { ...headers }, timestamp };
    const others = topics.get(topic);
    if (others) others.push(message);
    else topics.set(topic, [message]);
  }
  return [...topics].map(([topic, those]) => ({ topic, messages: those }));
}

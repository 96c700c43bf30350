import type { Kafka, Producer } from 'kafkajs';
import { asKafkaError } from '../connection/kafka-errors';
import type { Catalogue } from '../messages/catalogue';
import { encodeEvent } from '../messages/encode-event';
import type { LinkedEvent } from '../messages/linked-event';
import type { Topics } from '../messages/topics';
import { openProducer, sendInOrder } from './ordered-producer';
import type { TopicMessage } from './topic-message';

/** Puts events on the topics of their services. */
export class EventPublisher {
  private broken?: Error;

  /** @throws KafkaUnavailable or KafkaRefused when the brokers do not take this process as a producer */
  static async open(kafka: Kafka, catalogue: Catalogue, topics: Topics): Promise<EventPublisher> {
    return new EventPublisher(await openProducer(kafka), catalogue, topics);
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
    try {
      await sendInOrder(
        this.producer,
        events.map((event) => this.messageOf(event)),
      );
    } catch (error) {
      this.broken = asKafkaError(error, 'publishing events');
      throw this.broken;
    }
  }

  close(): Promise<void> {
    return this.producer.disconnect();
  }

  private messageOf(event: LinkedEvent): TopicMessage {
    const { topic, headers, ...message } = encodeEvent(event, this.catalogue, this.topics);
    return { topic, message: { ...message, headers: { ...headers } } };
  }
}

import type { Kafka, Producer } from 'kafkajs';
import { asKafkaError } from '../connection/kafka-errors';
import type { Topics } from '../messages/topics';
import { ALL_REPLICAS } from '../producing/topic-message';
import type { TopicMessage } from './topic-feed';

/** Puts messages that are no events beside the topic they came on: as they are, with where they were and what is wrong. */
export class DeadLetters {
  private producer?: Promise<Producer>;

  constructor(
    private readonly kafka: Kafka,
    private readonly topics: Topics,
  ) {}

  /**
   * Every process that reads the topic sends it; the key, which is where the message was, says that they are the same.
   *
   * @throws KafkaUnavailable or KafkaRefused
   */
  async send(message: TopicMessage, error: Error): Promise<void> {
    try {
      await this.tell(message, error);
    } catch (error) {
      throw asKafkaError(error, 'putting a message to the dead letters');
    }
  }

  private async tell({ topic, partition, offset, key, value, headers }: TopicMessage, error: Error): Promise<void> {
    const producer = await (this.producer ??= this.open());
    const source = `${topic}/${partition}/${offset}`;
    await producer.send({
      topic: this.topics.deadLetterBeside(topic),
      acks: ALL_REPLICAS,
      messages: [
        {
          key: source,
          value,
          headers: {
            ...headers,
            'dead-letter-error': error.message,
            'dead-letter-source': source,
            ...(key !== null && { 'dead-letter-key': key }),
          },
        },
      ],
    });
  }

  async close(): Promise<void> {
    await (await this.producer?.catch(() => undefined))?.disconnect();
  }

  private async open(): Promise<Producer> {
    const producer = this.kafka.producer({ allowAutoTopicCreation: false });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      this.producer = undefined;
      throw error;
    }
  }
}

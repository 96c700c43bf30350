import { Partitioners, type Kafka, type PartitionMetadata, type Producer } from 'kafkajs';
import { asKafkaError } from '../connection/kafka-errors';
import { connectProducer } from './connect-producer';
import { ALL_REPLICAS, slicesOf, type TopicMessage } from './topic-message';

/** The coordinator takes its time between two transactions, and between two partitions of one; it says "try again" then. */
const RETRY = { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 };

/**
 * Sends in transactions. Opening one fences off, by the broker, whoever opened one under the same name before. After a
 * rejection it is used up.
 *
 * The client may try again here, other than in `openProducer`: what it sends at once is for one partition, so for one broker.
 */
export class TransactionalProducer {
  private readonly partitionOf = Partitioners.DefaultPartitioner();

  /**
   * @param name one for all processes of which only one may send
   * @param topics all that it will send to
   * @throws KafkaUnavailable or KafkaRefused
   */
  static async open(kafka: Kafka, name: string, topics: readonly string[]): Promise<TransactionalProducer> {
    const partitions = await partitionsOf(kafka, topics);
    const producer = await connectProducer(kafka, { transactionalId: name, retry: RETRY });
    try {
      // The fence is raised when the first transaction begins.
      await (await producer.transaction()).abort();
      return new TransactionalProducer(producer, partitions);
    } catch (error) {
      await producer.disconnect();
      throw asKafkaError(error, 'fencing off other producers');
    }
  }

  private constructor(
    private readonly producer: Producer,
    private readonly partitions: ReadonlyMap<string, PartitionMetadata[]>,
  ) {}

  /**
   * Sends all in one transaction; resolves when it is committed. Each partition takes its messages in their order.
   *
   * @throws KafkaUnavailable or KafkaRefused
   */
  async send(messages: readonly TopicMessage[]): Promise<void> {
    try {
      const transaction = await this.producer.transaction();
      for (const group of this.byPartition(messages))
        for (const slice of slicesOf(group))
          await transaction.send({
            acks: ALL_REPLICAS,
            topic: slice[0]!.topic,
            messages: slice.map(({ message }) => message),
          });
      await transaction.commit();
    } catch (error) {
      throw asKafkaError(error, 'sending in a transaction');
    }
  }

  close(): Promise<void> {
    return this.producer.disconnect();
  }

  private byPartition(messages: readonly TopicMessage[]): Iterable<readonly TopicMessage[]> {
    const groups = new Map<string, TopicMessage[]>();
    for (const { topic, message } of messages) {
      const partitionMetadata = this.partitions.get(topic);
      if (!partitionMetadata) throw new TypeError(`${topic} is none of the topics that this producer was opened for.`);
      const partition = this.partitionOf({ topic, partitionMetadata, message });
      const group = groups.get(`${topic} ${partition}`);
      // Named, lest the client finds that there are more partitions by now, and parts what belongs together.
      const placed = { topic, message: { ...message, partition } };
      if (group) group.push(placed);
      else groups.set(`${topic} ${partition}`, [placed]);
    }
    return groups.values();
  }
}

async function partitionsOf(kafka: Kafka, topics: readonly string[]): Promise<Map<string, PartitionMetadata[]>> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { topics: told } = await admin.fetchTopicMetadata({ topics: [...topics] });
    return new Map(told.map(({ name, partitions }) => [name, partitions]));
  } catch (error) {
    throw asKafkaError(error, 'asking for partitions');
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

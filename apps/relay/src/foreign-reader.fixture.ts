import { randomUUID } from 'node:crypto';
import { eventually } from '@opsledger/testing';
import type { Kafka } from 'kafkajs';

const PATIENTLY = { timeoutMs: 60_000, intervalMs: 200 };

/** A message as anybody sees it who knows nothing of us. */
export interface Seen {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: any;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ForeignReader {
  /** In the order in which they came; of one partition, that of the partition. */
  readonly seen: readonly Seen[];
  stop(): Promise<void>;
}

/** Reads topics from their beginning with a plain consumer, none of our code. */
export async function foreignReader(kafka: Kafka, topics: readonly string[]): Promise<ForeignReader> {
  const consumer = kafka.consumer({ groupId: `spec-${randomUUID()}` });
  const seen: Seen[] = [];
  let joined = false;
  consumer.on(consumer.events.GROUP_JOIN, () => (joined = true));
  await consumer.connect();
  await topicsThere(kafka, topics);
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, partition, message: { key, value, headers = {} } }) => {
      seen.push({
        topic,
        partition,
        key: String(key),
        value: value && JSON.parse(value.toString()),
        headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)])),
      });
    },
  });
  await eventually(() => {
    if (!joined) throw new Error('The reader of this test was not taken into its group');
  }, PATIENTLY);
  return { seen, stop: () => consumer.disconnect() };
}

/** First occurrences, as every reader of ours and of others drops what it has seen. */
export const withoutDuplicates = (seen: readonly Seen[]): readonly Seen[] => {
  const positions = new Set<string>();
  return seen.filter(({ headers: { ce_position } }) => !positions.has(ce_position!) && positions.add(ce_position!));
};

/** Whoever publishes makes the topics, perhaps at this moment: a reader that comes too early is assigned a part of them. */
async function topicsThere(kafka: Kafka, topics: readonly string[]): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await eventually(
      async () => {
        const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
        for (const { partitions } of metadata.topics)
          if (partitions.length === 0 || partitions.some(({ leader }) => leader < 0)) throw new Error('No leader yet');
      },
      PATIENTLY,
    );
  } finally {
    await admin.disconnect();
  }
}

import { randomUUID } from 'node:crypto';
import { eventually } from '@opsledger/testing';
import type { Kafka } from 'kafkajs';

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
  await consumer.connect();
  // Whoever publishes makes the topics, perhaps at this moment.
  await eventually(() => consumer.subscribe({ topics: [...topics], fromBeginning: true }), { timeoutMs: 60_000 });
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
  return { seen, stop: () => consumer.disconnect() };
}

/** First occurrences, as every reader of ours and of others drops what it has seen. */
export const withoutDuplicates = (seen: readonly Seen[]): readonly Seen[] => {
  const positions = new Set<string>();
  return seen.filter(({ headers: { ce_position } }) => !positions.has(ce_position!) && positions.add(ce_position!));
};

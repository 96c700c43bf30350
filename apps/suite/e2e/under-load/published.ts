import { eventually } from '@opsledger/testing';
import { Kafka, logLevel } from 'kafkajs';
import type { LogDatabase } from './log-database';

/** Everything on the topics of events, as somebody else's consumer reads it: events by record, each where it came first. */
class Published {
  /** Records of two kinds may share an id, such as an incident and its clocks. */
  private readonly byKey = new Map<string, Set<string>>();

  take(key: string, id: string): void {
    const ids = this.byKey.get(key);
    if (ids) ids.add(id);
    else this.byKey.set(key, new Set([id]));
  }

  get count(): number {
    return [...this.byKey.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Of these events of a record those that came, in the order in which they did. */
  inOrder(key: string, ids: readonly string[]): readonly string[] {
    const wanted = new Set(ids);
    return [...(this.byKey.get(key) ?? [])].filter((id) => wanted.has(id));
  }
}

/** Every event of the log is on Kafka, and those of each record in the order in which they were recorded. */
export async function expectPublishedInOrder(brokers: string, database: LogDatabase): Promise<void> {
  const kafka = new Kafka({ brokers: brokers.split(','), clientId: 'somebody-else', logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `somebody-else-${process.pid}-${Date.now()}` });
  const published = new Published();
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [/^itsm\..*\.events$/], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message: { key, headers } }) => published.take(String(key), String(headers?.ce_id)),
    });
    await eventually(
      async () => {
        const streams = await database.streams();
        const wrong = streams
          .map(({ streamId, ids }) => ({ streamId, ids, came: published.inOrder(subjectOf(streamId), ids) }))
          .filter(({ ids, came }) => String(came) !== String(ids));
        expect(wrong.slice(0, 3)).toEqual([]);
        expect(published.count).toBe(streams.reduce((sum, { ids }) => sum + ids.length, 0));
      },
      { timeoutMs: 60_000, intervalMs: 500 },
    );
  } finally {
    await consumer.disconnect();
  }
}

const subjectOf = (streamId: string): string => streamId.slice(streamId.indexOf('-') + 1);

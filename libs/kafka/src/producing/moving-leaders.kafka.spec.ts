import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { incidentContracts } from '@opsledger/contracts';
import { describeWithOwnKafka } from '@opsledger/kafka-local';
import { eventually } from '@opsledger/testing';
import type { Admin, Kafka } from 'kafkajs';
import { connectKafka } from '../connection/connect-kafka';
import { catalogueOf } from '../messages/catalogue';
import { anEvent, chained } from '../messages/event.fixture';
import { Topics } from '../messages/topics';
import { ensureTopics } from './ensure-topics';
import { EventPublisher } from './event-publisher';

const PARTITIONS = 6;
const NODES = 2;
const PATIENTLY = { timeoutMs: 30_000, intervalMs: 50 };
const catalogue = catalogueOf([incidentContracts]);

/** Each event of a record of its own, so that every partition gets some. */
const manyEvents = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => anEvent(first + index, { id: randomUUID(), subject: randomUUID() }));

async function leadersOf(admin: Admin, topic: string): Promise<Map<number, number>> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  return new Map(topics[0]!.partitions.map(({ partitionId, leader }) => [partitionId, leader]));
}

/** All partitions of one broker go to another, as when it is lost, while producers still know where they were. */
async function moveLeaders(admin: Admin, topic: string, from: number, to: number): Promise<void> {
  const before = await leadersOf(admin, topic);
  expect(new Set(before.values())).toEqual(new Set([from, to]));
  const moved = new Map([...before].map(([partition, leader]) => [partition, leader === from ? to : leader]));
  await admin.alterPartitionReassignments({
    topics: [
      {
        topic,
        partitionAssignment: [...moved].map(([partition, node]) => ({ partition, replicas: [node] })),
      },
    ],
  });
  await eventually(async () => expect(await leadersOf(admin, topic)).toEqual(moved), PATIENTLY);
}

async function idsOn(kafka: Kafka, admin: Admin, topic: string): Promise<Set<string>> {
  const offsets = await admin.fetchTopicOffsets(topic);
  const count = offsets.reduce((sum, { high }) => sum + Number(high), 0);
  const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
  const ids = new Set<string>();
  let messages = 0;
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message: { headers } }) => {
        messages++;
        ids.add(String(headers?.ce_id));
      },
    });
    await eventually(() => expect(messages).toBeGreaterThanOrEqual(count), PATIENTLY);
    return ids;
  } finally {
    await consumer.disconnect();
  }
}

describeWithOwnKafka('publishing while partitions change their leaders', NODES, (kafka) => {
  it('loses nothing of what was acknowledged', async () => {
    const client = connectKafka({ KAFKA_BROKERS: kafka().brokers }, 'spec');
    const topics = new Topics(catalogue, `spec-${randomUUID()}`);
    const topic = topics.events('incident');
    await ensureTopics(client, topics, {
      KAFKA_PARTITIONS: PARTITIONS,
      KAFKA_REPLICATION_FACTOR: 1,
      KAFKA_MIN_INSYNC_REPLICAS: 1,
      KAFKA_MAX_MESSAGE_BYTES: 2_000_000,
    });
    const admin = client.admin();
    await admin.connect();
    let publisher = await EventPublisher.open(client, catalogue, topics);
    const acknowledged: string[] = [];
    const publish = async (first: number): Promise<void> => {
      const events = manyEvents(first, 20);
      for (;;)
        try {
          await publisher.publish(chained(events));
          acknowledged.push(...events.map(({ id }) => id));
          return;
        } catch {
          await publisher.close();
          await delay(50);
          publisher = await EventPublisher.open(client, catalogue, topics);
        }
    };
    try {
      await publish(1);
      await moveLeaders(admin, topic, 1, 2);
      await publish(101);
      const there = await idsOn(client, admin, topic);
      expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
    } finally {
      await publisher.close();
      await admin.disconnect();
    }
  }, 120_000);
});

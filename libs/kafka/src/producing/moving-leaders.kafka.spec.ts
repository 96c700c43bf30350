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
import { TransactionalProducer } from './transactional-producer';

const PARTITIONS = 6;
const PATIENTLY = { timeoutMs: 30_000, intervalMs: 50 };
const catalogue = catalogueOf([incidentContracts]);

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

interface Sender {
  send(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Sends under ids of its own, by another sender after each failure, as a relay does. */
class Sending {
  readonly acknowledged: string[] = [];
  private sender?: Sender;

  constructor(private readonly open: () => Promise<Sender>) {}

  async send(count: number): Promise<void> {
    const ids = Array.from({ length: count }, () => randomUUID());
    for (;;)
      try {
        this.sender ??= await this.open();
        await this.sender.send(ids);
        this.acknowledged.push(...ids);
        return;
      } catch {
        await this.close();
        await delay(50);
      }
  }

  async close(): Promise<void> {
    await this.sender?.close();
    this.sender = undefined;
  }
}

async function expectThere(kafka: Kafka, topic: string, ids: readonly string[]): Promise<void> {
  const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
  const there = new Set<string>();
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message: { headers } }) => void there.add(String(headers?.ce_id)),
    });
    await eventually(() => expect(ids.filter((id) => !there.has(id))).toEqual([]), PATIENTLY);
  } finally {
    await consumer.disconnect();
  }
}

describeWithOwnKafka('sending while partitions change their leaders', 2, (kafka) => {
  let client: Kafka;
  let topics: Topics;
  let admin: Admin;
  let openings = 0;

  beforeEach(async () => {
    openings = 0;
    client = connectKafka({ KAFKA_BROKERS: kafka().brokers }, 'spec');
    topics = new Topics(catalogue, `spec-${randomUUID()}`);
    await ensureTopics(client, topics, {
      KAFKA_PARTITIONS: PARTITIONS,
      KAFKA_REPLICATION_FACTOR: 1,
      KAFKA_MIN_INSYNC_REPLICAS: 1,
      KAFKA_MAX_MESSAGE_BYTES: 2_000_000,
    });
    admin = client.admin();
    await admin.connect();
  });
  afterEach(() => admin.disconnect());

  async function openEvents(): Promise<Sender> {
    const publisher = await EventPublisher.open(client, catalogue, topics);
    return {
      // Each of a record of its own, so that every partition gets some.
      send: (ids) =>
        publisher.publish(chained(ids.map((id, index) => anEvent(index + 1, { id, subject: randomUUID() })))),
      close: () => publisher.close(),
    };
  }

  async function openStates(): Promise<Sender> {
    openings += 1;
    const topic = topics.state('incident');
    const producer = await TransactionalProducer.open(client, topic, [topic]);
    return {
      send: (ids) =>
        producer.send(
          ids.map((id) => ({ topic, message: { key: randomUUID(), value: 'a state', headers: { ce_id: id } } })),
        ),
      close: () => producer.close(),
    };
  }

  it('loses nothing of what was acknowledged', async () => {
    const sending = new Sending(openEvents);
    await sending.send(20);
    await moveLeaders(admin, topics.events('incident'), 1, 2);
    await sending.send(20);
    await sending.close();
    await expectThere(client, topics.events('incident'), sending.acknowledged);
  }, 120_000);

  it('nor of transactions, which follow each other by one producer', async () => {
    const sending = new Sending(openStates);
    for (let round = 0; round < 20; round++) await sending.send(20);
    expect(openings).toBe(1);
    await moveLeaders(admin, topics.state('incident'), 1, 2);
    await sending.send(20);
    await sending.close();
    await expectThere(client, topics.state('incident'), sending.acknowledged);
  }, 120_000);
});

import { randomUUID } from 'node:crypto';
import { incidentContracts, changeContracts } from '@opsledger/contracts';
import {
  MemoryEventStore,
  NO_STREAM,
  START,
  streamOf,
  type LogSlice,
  type RecordedEvent,
} from '@opsledger/event-store';
import { describeWithKafka, describeWithOwnKafka } from '@opsledger/kafka-local';
import { createLogger, Metrics } from '@opsledger/service-kit';
import type { Kafka } from 'kafkajs';
import { connectKafka } from '../connection/connect-kafka';
import { catalogueOf } from '../messages/catalogue';
import { aFact, chained } from '../messages/event.fixture';
import { Topics } from '../messages/topics';
import { ensureTopics } from '../producing/ensure-topics';
import { EventPublisher } from '../producing/event-publisher';
import type { KafkaSource } from './kafka-source';
import { openKafkaSource } from './open-kafka-source';
import type { SourceOptions } from './source-options';

class CountedLog extends MemoryEventStore {
  reads = 0;

  override async readAll(slice: LogSlice) {
    this.reads++;
    return super.readAll(slice);
  }
}

const catalogue = catalogueOf([incidentContracts, changeContracts]);
const never = new AbortController().signal;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
}, 60_000);

/** Topics of its own on that broker, a log, and what relays it. */
async function aWorld(brokers: string, topicSettings = {}) {
  const topics = new Topics(catalogue, `spec-${randomUUID()}`);
  const kafka = connectKafka({ KAFKA_BROKERS: brokers }, 'spec');
  await ensureTopics(kafka, topics, {
    KAFKA_PARTITIONS: 3,
    KAFKA_REPLICATION_FACTOR: 1,
    KAFKA_MIN_INSYNC_REPLICAS: 1,
    KAFKA_MAX_MESSAGE_BYTES: 64 * 1024 * 1024,
    ...topicSettings,
  });
  const log = new CountedLog();
  const metrics = new Metrics();
  const logger = createLogger({ level: 'silent' });
  const missing = async () =>
    (await metrics.registry.getSingleMetric('opsledger_kafka_missing_events_total')?.get())?.values[0]?.value;
  const publish = async (events: readonly RecordedEvent[], after: string) => {
    for (;;) {
      const publisher = await EventPublisher.open(kafka, catalogue, topics).catch(() => undefined);
      try {
        if (publisher) return await publisher.publish(chained(events, after));
      } catch {
        // Again, by another publisher.
      } finally {
        await publisher?.close();
      }
    }
  };
  const record = async (count: number): Promise<RecordedEvent[]> => {
    const events: RecordedEvent[] = [];
    for (let index = 0; index < count; index++) {
      const stream = streamOf(index % 3 === 0 ? 'change' : 'incident', randomUUID());
      events.push(...(await log.append(stream, NO_STREAM, [aFact()])).events);
    }
    return events;
  };
  const follow = async (options: Partial<SourceOptions> = {}): Promise<KafkaSource> => {
    const source = openKafkaSource({
      kafka,
      topics,
      log,
      logger,
      metrics,
      feed: { backoffMs: [50, 500] },
      options: { gapMs: 20_000, ...options },
    });
    closing.push(() => source.stop());
    source.start();
    expect(await source.follows(30_000)).toBe(true);
    return source;
  };
  return { topics, kafka, log, missing, publish, record, follow };
}

async function readTo(source: KafkaSource, end: string, after = START, limit = 200): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  while (after < end) {
    const page = await source.read(after, limit, never);
    events.push(...page);
    after = page.at(-1)?.position ?? after;
  }
  return events;
}

async function valuesOf(kafka: Kafka, topic: string, count: number) {
  const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const found: { value?: string; headers: Record<string, string | undefined> }[] = [];
  await new Promise<void>((resolve) => {
    void consumer.run({
      autoCommit: false,
      eachMessage: async ({ message: { value, headers = {} } }) => {
        found.push({
          value: value?.toString(),
          headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, text?.toString()])),
        });
        if (found.length >= count) resolve();
      },
    });
  });
  await consumer.disconnect();
  return found;
}

describeWithKafka('the source on a broker', (brokers) => {
  it('gives many events of several topics and partitions in the order of the log, also those sent twice', async () => {
    const { log, follow, record, publish, missing } = await aWorld(brokers());
    const source = await follow();
    const reading = source.read(START, 10, never);
    const events = await record(3_000);
    await publish(events.slice(0, 1_000), START);
    await publish(events.slice(500, 2_000), events[499]!.position);
    await publish(events.slice(2_000), events[1_999]!.position);
    expect((await reading).length).toBeGreaterThan(0);
    expect(await readTo(source, await log.head())).toEqual(events);
    expect(await missing()).toBe(0);
  }, 60_000);

  it('serves readers from the beginning, the middle and the end', async () => {
    const { log, follow, record, publish, missing } = await aWorld(brokers());
    const old = await record(5_000);
    await publish(old, START);
    const source = await follow({ maxEvents: 500 });
    const head = await log.head();
    const middle = old[2_499]!.position;
    const [all, half] = await Promise.all([readTo(source, head), readTo(source, head, middle)]);
    expect(all).toEqual(old);
    expect(half).toEqual(old.slice(2_500));
    // The log gave a page to each; the rest came by Kafka.
    expect(log.reads).toBeLessThan(10);
    const reading = source.read(head, 10, never);
    const [news] = await record(1);
    await publish([news!], head);
    expect(await reading).toEqual([news]);
    expect(await missing()).toBe(0);
  }, 60_000);

  it('puts what is no event on the dead letter topic, with its headers and the reason, and goes on', async () => {
    const { log, kafka, topics, follow, record, publish } = await aWorld(brokers());
    const source = await follow();
    const first = await record(1);
    await publish(first, START);
    await readTo(source, await log.head());
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({
      topic: topics.events('incident'),
      messages: [{ key: 'k', value: 'hello', headers: { 'content-type': 'text/plain' } }],
    });
    await producer.disconnect();
    const more = await record(3);
    await publish(more, first[0]!.position);
    expect(await readTo(source, await log.head())).toEqual([...first, ...more]);
    expect(await valuesOf(kafka, topics.deadLetter('incident'), 1)).toEqual([
      {
        value: 'hello',
        headers: {
          'content-type': 'text/plain',
          'dead-letter-error': expect.stringContaining('header ce_specversion is missing'),
          'dead-letter-source': expect.stringMatching(/\.incident\.events\/\d\/\d+$/),
          'dead-letter-key': 'k',
        },
      },
    ]);
  }, 60_000);

  it('reads from the log what the operator no longer keeps on Kafka', async () => {
    const { log, kafka, topics, follow, record, publish, missing } = await aWorld(brokers());
    const old = await record(2_000);
    await publish(old, START);
    const admin = kafka.admin();
    await admin.connect();
    for (const topic of [topics.events('incident'), topics.events('change')]) {
      const offsets = await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({
        topic,
        partitions: offsets.map(({ partition, high }) => ({ partition, offset: high })),
      });
    }
    await admin.disconnect();
    const more = await record(500);
    await publish(more, old.at(-1)!.position);
    const source = await follow({ maxEvents: 100, gapMs: 300 });
    expect(await readTo(source, await log.head())).toEqual([...old, ...more]);
    expect(await missing()).toBe(0);
  }, 60_000);

  it('heals a loss from the log and says what was lost', async () => {
    const { log, follow, record, publish, missing } = await aWorld(brokers());
    const source = await follow({ gapMs: 300, checkMs: 50 });
    const all: RecordedEvent[] = [];
    for (let round = 0; round < 50 && !(await missing()); round++) {
      const events = await record(20);
      await publish(events.slice(0, 8), all.at(-1)?.position ?? START);
      await publish(events.slice(9), events[8]!.position);
      all.push(...events);
      expect(await readTo(source, await log.head())).toEqual(all);
    }
    expect(await missing()).toBeGreaterThan(0);
  }, 60_000);

  it('ends at once while readers wait', async () => {
    const { follow } = await aWorld(brokers());
    const source = await follow();
    const reading = source.read(START, 10, never);
    await source.stop();
    expect(await reading).toEqual([]);
  }, 60_000);

  it('makes topics once, and leaves those alone that are there', async () => {
    const { kafka, topics } = await aWorld(brokers());
    const settings = { KAFKA_REPLICATION_FACTOR: 1, KAFKA_MIN_INSYNC_REPLICAS: 1, KAFKA_MAX_MESSAGE_BYTES: 2_000_000 };
    expect(await ensureTopics(kafka, topics, { ...settings, KAFKA_PARTITIONS: 12 })).toEqual([]);
    const elsewhere = new Topics(catalogue, `spec-${randomUUID()}`);
    const tooMany = { ...settings, KAFKA_PARTITIONS: 1, KAFKA_REPLICATION_FACTOR: 9 };
    await expect(ensureTopics(kafka, elsewhere, tooMany)).rejects.toThrow(
      /Kafka refuses: making topics: .*replication/i,
    );
  }, 60_000);

  it('carries an event as large as the log takes', async () => {
    const { log, follow, publish } = await aWorld(brokers());
    const source = await follow();
    const { events } = await log.append('incident-large', NO_STREAM, [
      aFact({ data: { text: 'ü'.repeat(15_000_000) } }),
    ]);
    await publish(events, START);
    expect(await readTo(source, await log.head())).toEqual(events);
  }, 60_000);
});

describeWithOwnKafka('the source, while its broker', 1, (kafka) => {
  it.each([
    ['is killed and comes back', () => kafka().kill()],
    ['is ended and comes back', () => kafka().halt()],
  ])(
    '%s, gives everything once and in order',
    async (_what, end) => {
      const { log, follow, record, publish } = await aWorld(kafka().brokers);
      const source = await follow();
      const before = await record(200);
      await publish(before, START);
      const reading = readTo(source, '400'.padStart(16, '0'));
      await readTo(source, await log.head());
      await end();
      const during = await record(200);
      const publishing = publish(during, before.at(-1)!.position);
      await kafka().restart();
      await publishing;
      expect(await reading).toEqual([...before, ...during]);
    },
    120_000,
  );
});

describeWithOwnKafka('the source on three brokers', 3, (kafka) => {
  it('gives everything once and in order while one of them is lost', async () => {
    const { log, follow, record, publish } = await aWorld(kafka().brokers, {
      KAFKA_REPLICATION_FACTOR: 3,
      KAFKA_MIN_INSYNC_REPLICAS: 2,
    });
    const source = await follow();
    const before = await record(200);
    await publish(before, START);
    const reading = readTo(source, '400'.padStart(16, '0'));
    await readTo(source, await log.head());
    await kafka().kill(2);
    const during = await record(200);
    await publish(during, before.at(-1)!.position);
    expect(await reading).toEqual([...before, ...during]);
    expect(kafka().pids[2]).toBeUndefined();
  }, 120_000);
});

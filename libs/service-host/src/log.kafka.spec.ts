import { randomUUID } from 'node:crypto';
import { publishedContracts } from '@opsledger/contracts';
import { NO_STREAM, START, migrate, streamOf, type EventStore } from '@opsledger/event-store';
import { EventPublisher, Topics, catalogueOf, connectKafka, ensureTopics } from '@opsledger/kafka';
import { describeWithKafka } from '@opsledger/kafka-local';
import { Metrics, createLogger } from '@opsledger/service-kit';
import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { readHostEnvironment } from './environment';
import { openFollowedLog, untilFollowed } from './log';
import { Teardown } from './teardown';

const catalogue = catalogueOf(publishedContracts);
const topicSettings = {
  KAFKA_PARTITIONS: 2,
  KAFKA_REPLICATION_FACTOR: 1,
  KAFKA_MIN_INSYNC_REPLICAS: 1,
  KAFKA_MAX_MESSAGE_BYTES: 1_000_000,
};
const logger = createLogger({ level: 'silent' });
const never = new AbortController().signal;
let database: TestDatabase;
let teardown: Teardown;

beforeEach(async () => {
  database = await testDatabase();
  await migrate(database.pool);
  teardown = new Teardown(() => undefined);
});
afterEach(async () => {
  await teardown.run();
  await database.close();
}, 60_000);

async function followed(brokers: string, prefix: string) {
  const environment = readHostEnvironment({
    DATABASE_URL: database.url,
    RPC_HOST: '127.0.0.1',
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC_PREFIX: prefix,
  });
  const metrics = new Metrics();
  const log = await openFollowedLog({
    url: database.url,
    log: environment,
    kafka: environment,
    logger,
    metrics,
    teardown,
  });
  const missing = metrics.registry.getSingleMetric('opsledger_kafka_missing_events_total')!;
  return { ...log, missing: async () => (await missing.get()).values[0]?.value };
}

const record = (store: EventStore) =>
  store.append(streamOf('incident', randomUUID()), NO_STREAM, [
    {
      id: randomUUID(),
      type: 'IncidentWorkNoted',
      data: { keys: { number: 'INC1' } },
      occurredAt: new Date().toISOString(),
      metadata: { actor: { id: 'p1', name: 'Ada', kind: 'person' }, correlationId: 'c1' },
    },
  ]);

describeWithKafka('a process that follows the log by Kafka', (brokers) => {
  it('waits at its start for topics that are made after it, and misses nothing of what is published then', async () => {
    const prefix = `spec-${randomUUID().slice(0, 8)}`;
    const log = await followed(brokers(), prefix);
    const waiting = untilFollowed(log, logger, never, 60_000);
    const topics = new Topics(catalogue, prefix);
    const kafka = connectKafka({ KAFKA_BROKERS: brokers() }, 'spec');
    await ensureTopics(kafka, topics, topicSettings);
    await waiting;
    expect(await log.follows(0)).toBe(true);

    const reading = log.events.read(START, 10, never);
    const { events } = await record(log.store);
    const publisher = await EventPublisher.open(kafka, catalogue, topics);
    await publisher.publish([{ event: events[0]!, previous: START }]);
    await publisher.close();
    expect(await reading).toEqual(events);
    expect(await log.missing()).toBe(0);
  }, 120_000);
});

it('goes on without brokers after a while, and reads the log meanwhile', async () => {
  const log = await followed('127.0.0.1:1', 'spec');
  await untilFollowed(log, logger, never, 100);
  expect(await log.follows(0)).toBe(false);
  const { events } = await record(log.store);
  expect(await log.events.read(START, 10, never)).toEqual(events);
}, 60_000);

it('waits for brokers no longer than its process lives', async () => {
  const log = await followed('127.0.0.1:1', 'spec');
  const ending = new AbortController();
  const waiting = untilFollowed(log, logger, ending.signal, 600_000);
  ending.abort(new Error('told to end'));
  await expect(waiting).rejects.toThrow('told to end');
});

import { randomUUID } from 'node:crypto';
import {
  changeContracts,
  directoryContracts,
  incidentContracts,
  problemContracts,
  type ServiceContracts,
} from '@opsledger/contracts';
import { LogTail } from '@opsledger/event-bus';
import { migrateEventSourcing } from '@opsledger/event-sourcing';
import { MemoryEventStore, NO_STREAM, START, streamOf, systemClock, type RecordedEvent } from '@opsledger/event-store';
import { Topics, catalogueOf, connectKafka, kafkaEnvironment, type KafkaEnvironment } from '@opsledger/kafka';
import { Metrics, createLogger, notFound, parseEnvironment } from '@opsledger/service-kit';
import { eventually, testDatabase, type TestDatabase } from '@opsledger/testing';
import { Type } from '@sinclair/typebox';
import type { Kafka } from 'kafkajs';
import { Client, Pool } from 'pg';
import { foreignReader, withoutDuplicates, type ForeignReader, type Seen } from './foreign-reader.fixture';
import { kafkaOutlets } from './kafka/kafka-outlets';
import type { Outlets } from './outlets';
import { createRelay, type Relay } from './relay';

const CONTRACTS: readonly ServiceContracts[] = [
  incidentContracts,
  problemContracts,
  changeContracts,
  directoryContracts,
];
const TYPES = [
  ['incident', 'IncidentLogged'],
  ['problem', 'ProblemLogged'],
  ['change', 'ChangeDrafted'],
  ['person', 'PersonRegistered'],
] as const;

const logger = createLogger({ level: 'silent', readable: false });

let database: TestDatabase;
let store: MemoryEventStore;
let tail: LogTail;
let settings: KafkaEnvironment;
let topics: Topics;
let kafka: Kafka;
let gone: Set<string>;
let cleanUps: (() => Promise<unknown>)[];

beforeEach(async () => {
  database = await testDatabase();
  await migrateEventSourcing(database.pool);
  store = new MemoryEventStore();
  tail = new LogTail(store);
  tail.start();
  settings = parseEnvironment(Type.Object(kafkaEnvironment), {
    ...process.env,
    KAFKA_TOPIC_PREFIX: `spec-${randomUUID().slice(0, 8)}`,
  });
  topics = new Topics(catalogueOf(CONTRACTS), settings.KAFKA_TOPIC_PREFIX);
  kafka = connectKafka(settings, 'spec');
  gone = new Set();
  cleanUps = [];
});

afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  await tail.stop();
  await database.close();
});

/** A relay in what could be a process of its own. */
async function relayCalled(name: string, through: (outlets: Outlets) => Outlets = (same) => same): Promise<Relay> {
  const pool = new Pool({ connectionString: database.url, application_name: name });
  pool.on('error', () => undefined);
  const relay = createRelay({
    outlets: through(kafkaOutlets(settings, CONTRACTS, logger)),
    pool,
    source: tail,
    services: {
      command: () => Promise.reject(new Error('not asked for')),
      query: async ({ params }) => {
        const { id } = params as { id: string };
        if (gone.has(id)) throw notFound('It is gone.');
        return { id, version: (await store.readStream(streamOf('incident', id))).length };
      },
    },
    contracts: CONTRACTS,
    clock: systemClock,
    logger,
    metrics: new Metrics(),
  });
  cleanUps.push(async () => {
    await relay.stop();
    await pool.end();
  });
  await relay.start();
  return relay;
}

async function reading(names: readonly string[]): Promise<ForeignReader> {
  const reader = await foreignReader(kafka, names);
  cleanUps.push(() => reader.stop());
  return reader;
}

const fact = (type: string, index: number) => ({
  id: randomUUID(),
  type,
  data: { keys: { number: `N${index}` }, text: 'x'.repeat(index % 300) },
  occurredAt: new Date().toISOString(),
  metadata: { actor: { id: 'a', name: 'A', kind: 'person' as const }, correlationId: `c ${index}` },
});

/** Facts of records of several services, each record's revision by revision. */
async function happened(count: number, records = 50): Promise<void> {
  const ids = Array.from({ length: records }, () => randomUUID());
  const heads = new Map<string, { revision: number; hash: string }>();
  for (let index = 0; index < count; index++) {
    const [category, type] = TYPES[index % TYPES.length]!;
    const stream = streamOf(category, ids[(index * 7) % records]!);
    const { head } = await store.append(stream, heads.get(stream) ?? NO_STREAM, [fact(type, index)]);
    heads.set(stream, head);
  }
}

const everything = (): Promise<readonly RecordedEvent[]> => store.readAll({ after: START, limit: 100_000 });

async function expectTheLog(seen: readonly Seen[]): Promise<void> {
  const log = await everything();
  const first = withoutDuplicates(seen);
  expect(first).toHaveLength(log.length);
  // Per record: every sequence from 1 on, in order.
  const next = new Map<string, number>();
  for (const { topic, key, headers } of first) {
    const record = `${topic} ${key}`;
    const expected = (next.get(record) ?? 0) + 1;
    expect(Number(headers.ce_sequence)).toBe(expected);
    next.set(record, expected);
  }
  // Over all topics: one chain from the start to the end.
  const byPrevious = new Map(first.map((message) => [message.headers.ce_previous ?? START, message]));
  const chain: string[] = [];
  for (let message = byPrevious.get(START); message; message = byPrevious.get(message.headers.ce_position!))
    chain.push(message.headers.ce_id!);
  expect(chain).toEqual(log.map(({ id }) => id));
}

it('publishes valid CloudEvents on the topic of their service', async () => {
  await happened(8);
  await relayCalled('a');
  const { seen } = await reading(topics.allEvents);
  await eventually(() => expect(seen).toHaveLength(8), { timeoutMs: 20_000 });
  const log = await everything();
  const { topic, key, value, headers } = seen.find(({ headers }) => headers.ce_id === log[0]!.id)!;
  expect({ topic, key, value }).toEqual({
    topic: topics.events('incident'),
    key: log[0]!.subject,
    value: log[0]!.data,
  });
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: log[0]!.id,
    ce_source: '/opsledger/incident',
    ce_type: 'opsledger.incident.IncidentLogged.v1',
    ce_subject: log[0]!.subject,
    ce_partitionkey: log[0]!.subject,
    ce_sequence: '0000000001',
    ce_position: log[0]!.position,
  });
  await expectTheLog(seen);
}, 60_000);

it('leaves a foreign reader without a gap when two relays compete and one dies', async () => {
  await happened(2_000);
  let isDead = false;
  /** Nothing comes back once it is dead, though what was sent before arrives. */
  const mortal = ({ events, ...others }: Outlets): Outlets => ({
    ...others,
    events: async () => {
      const publisher = await events();
      return {
        publish: async (batch) => {
          await publisher.publish(batch);
          if (isDead) await new Promise(() => undefined);
        },
        close: () => publisher.close(),
      };
    },
  });
  const first = await relayCalled('victim', mortal);
  const second = await relayCalled('heir');
  const { seen } = await reading(topics.allEvents);
  const growing = happened(3_000);
  await eventually(() => expect(seen.length).toBeGreaterThan(500), { timeoutMs: 20_000 });
  isDead = true;
  expect((await first.status()).publishers[0]?.state).toBe('running');
  const administrator = new Client({ connectionString: database.url });
  await administrator.connect();
  await administrator.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`);
  await administrator.end();
  await growing;
  const head = (await everything()).at(-1)!.position;
  await eventually(
    async () => {
      const { position } = (await second.status()).publishers[0]!;
      expect(position).toBe(head);
    },
    { timeoutMs: 30_000 },
  );
  await eventually(() => expectTheLog(seen), { timeoutMs: 20_000, intervalMs: 500 });
}, 120_000);

it('keeps the latest state of each record, and a tombstone where it is gone', async () => {
  const [kept, lost] = [randomUUID(), randomUUID()];
  const append = async (id: string) => {
    const last = (await store.readStream(streamOf('incident', id))).at(-1);
    return store.append(streamOf('incident', id), last ?? NO_STREAM, [fact('IncidentLogged', 1)]);
  };
  await append(kept);
  await append(lost);
  await relayCalled('a');
  const { seen } = await reading([topics.state('incident')]);
  const latest = (id: string) => seen.findLast(({ key }) => key === id);
  await eventually(() => expect([latest(kept), latest(lost)]).not.toContain(undefined), { timeoutMs: 20_000 });
  expect(latest(kept)).toMatchObject({
    value: { id: kept, version: 1 },
    headers: {
      kind: 'incident',
      subject: kept,
      sequence: '0000000001',
      type: 'opsledger.incident.IncidentLogged.v1',
    },
  });
  gone.add(lost);
  await append(lost);
  await append(kept);
  await eventually(() => expect(latest(lost)!.value).toBeNull(), { timeoutMs: 20_000 });
  await eventually(() => expect(latest(kept)!.value).toEqual({ id: kept, version: 2 }), { timeoutMs: 20_000 });
}, 60_000);

it('refuses states of whoever was deposed', async () => {
  const outlets = kafkaOutlets(settings, CONTRACTS, logger);
  const {
    events: [event],
  } = await store.append(streamOf('incident', randomUUID()), NO_STREAM, [fact('IncidentLogged', 1)]);
  const send = (state: object) => [{ service: 'incident', state, event: event! }];
  const opened = async () => {
    const outlet = await outlets.states();
    cleanUps.push(() => outlet.close());
    return outlet;
  };
  // Topics that were made a moment ago may have no leader yet.
  const before = await eventually(
    async () => {
      const outlet = await opened();
      await outlet.send(send({ told: 'by the first' }));
      return outlet;
    },
    { timeoutMs: 30_000 },
  );
  const after = await opened();
  await after.send(send({ told: 'by the second' }));
  await expect(before.send(send({ told: 'too late' }))).rejects.toThrow('Kafka refuses: publishing states');
  const { seen } = await reading([topics.state('incident')]);
  await after.send(send({ told: 'at last' }));
  await eventually(() => expect(seen.at(-1)?.value).toEqual({ told: 'at last' }), { timeoutMs: 20_000 });
  expect(seen.map(({ value }) => value.told)).toEqual(['by the first', 'by the second', 'at last']);
}, 60_000);

it('tells of an event that could not be applied on the topic beside it, once', async () => {
  await happened(1);
  const [event] = await everything();
  const { rows } = await database.pool.query<{ id: string }>(
    `insert into opsledger.checkpoints (reader, name, version, position) values ('projection', 'incident-list', 1, $1) returning id`,
    [event!.position],
  );
  await database.pool.query(
    `insert into opsledger.parked_events (checkpoint_id, reader, key, position, event_id, event_type, event, error, attempts)
     values ($1, 'incident-list', $2, $3, $4, $5, $6, 'TypeError: no title', 3)`,
    [rows[0]!.id, event!.subject, event!.position, event!.id, event!.type, JSON.stringify(event)],
  );
  const relay = await relayCalled('a');
  const { seen } = await reading([topics.deadLetter('incident')]);
  await eventually(() => expect(seen).toHaveLength(1), { timeoutMs: 20_000 });
  expect(seen[0]).toMatchObject({
    key: event!.subject,
    value: event!.data,
    headers: {
      ce_id: event!.id,
      ce_type: 'opsledger.incident.IncidentLogged.v1',
      dead_letter_error: 'TypeError: no title',
      dead_letter_reader: 'incident-list',
      dead_letter_reader_kind: 'projection',
      dead_letter_attempts: '3',
    },
  });
  await eventually(async () => expect((await relay.status()).deadLetters).toMatchObject({ waiting: 0 }));
}, 60_000);

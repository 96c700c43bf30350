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
import { testDatabase, type TestDatabase } from '@opsledger/testing';
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

export const logger = createLogger({ level: 'silent', readable: false });

export const fact = (type: string, index: number) => ({
  id: randomUUID(),
  type,
  data: { keys: { number: `N${index}` }, text: 'x'.repeat(index % 300) },
  occurredAt: new Date().toISOString(),
  metadata: { actor: { id: 'a', name: 'A', kind: 'person' as const }, correlationId: `c ${index}` },
});

/** A log in memory, relays in what could be processes of their own, and topics that nobody else uses. */
export class RelayWorld {
  readonly store = new MemoryEventStore();
  /** Ids of records that are gone. */
  readonly gone = new Set<string>();
  readonly topics: Topics;
  private readonly tail = new LogTail(this.store);
  private readonly kafka: Kafka;
  private readonly cleanUps: (() => Promise<unknown>)[] = [];

  static async on(brokers: string): Promise<RelayWorld> {
    const database = await testDatabase();
    await migrateEventSourcing(database.pool);
    const prefix = `spec-${randomUUID().slice(0, 8)}`;
    const variables = { KAFKA_BROKERS: brokers, KAFKA_TOPIC_PREFIX: prefix, KAFKA_PARTITIONS: '3' };
    return new RelayWorld(database, parseEnvironment(Type.Object(kafkaEnvironment), variables));
  }

  private constructor(
    readonly database: TestDatabase,
    private readonly settings: KafkaEnvironment,
  ) {
    this.topics = new Topics(catalogueOf(CONTRACTS), settings.KAFKA_TOPIC_PREFIX);
    this.kafka = connectKafka(settings, 'spec');
    this.tail.start();
  }

  async end(): Promise<void> {
    for (const cleanUp of this.cleanUps.reverse()) await cleanUp();
    await this.tail.stop();
    await this.database.close();
  }

  /** Done at the end, last things first. */
  finally(cleanUp: () => Promise<unknown>): void {
    this.cleanUps.push(cleanUp);
  }

  outlets(): Outlets {
    return kafkaOutlets(this.settings, CONTRACTS, logger);
  }

  async relay(name: string, through: (outlets: Outlets) => Outlets = (same) => same): Promise<Relay> {
    const pool = new Pool({ connectionString: this.database.url, application_name: name });
    pool.on('error', () => undefined);
    const relay = createRelay({
      outlets: through(this.outlets()),
      pool,
      source: this.tail,
      services: {
        command: () => Promise.reject(new Error('not asked for')),
        query: async ({ params }) => {
          const { id } = params as { id: string };
          if (this.gone.has(id)) throw notFound('It is gone.');
          return { id, version: (await this.store.readStream(streamOf('incident', id))).length };
        },
      },
      contracts: CONTRACTS,
      clock: systemClock,
      logger,
      metrics: new Metrics(),
    });
    this.finally(async () => {
      await relay.stop();
      await pool.end();
    });
    await relay.start();
    return relay;
  }

  /** Takes the database away from a relay, as its death would. */
  async disconnect(name: string): Promise<void> {
    const administrator = new Client({ connectionString: this.database.url });
    await administrator.connect();
    await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
      name,
    ]);
    await administrator.end();
  }

  async reader(topics: readonly string[]): Promise<ForeignReader> {
    const reader = await foreignReader(this.kafka, topics);
    this.finally(() => reader.stop());
    return reader;
  }

  async append(category: string, id: string, type: string) {
    const last = (await this.store.readStream(streamOf(category, id))).at(-1);
    return this.store.append(streamOf(category, id), last ?? NO_STREAM, [fact(type, 1)]);
  }

  /** Facts of records of several services, each record's revision by revision. */
  async happen(count: number, records = 50): Promise<void> {
    const ids = Array.from({ length: records }, () => randomUUID());
    const heads = new Map<string, { revision: number; hash: string }>();
    for (let index = 0; index < count; index++) {
      const [category, type] = TYPES[index % TYPES.length]!;
      const stream = streamOf(category, ids[(index * 7) % records]!);
      const { head } = await this.store.append(stream, heads.get(stream) ?? NO_STREAM, [fact(type, index)]);
      heads.set(stream, head);
    }
  }

  log(): Promise<readonly RecordedEvent[]> {
    return this.store.readAll({ after: START, limit: 100_000 });
  }

  /** What a reader has seen is the log: per record without a gap, and over all topics one chain. */
  async expectTheLog(seen: readonly Seen[]): Promise<void> {
    const log = await this.log();
    const first = withoutDuplicates(seen);
    expect(first).toHaveLength(log.length);
    const next = new Map<string, number>();
    for (const { topic, key, headers } of first) {
      const record = `${topic} ${key}`;
      const expected = (next.get(record) ?? 0) + 1;
      expect(Number(headers.ce_sequence)).toBe(expected);
      next.set(record, expected);
    }
    const byPrevious = new Map(first.map((message) => [message.headers.ce_previous, message]));
    const chain: string[] = [];
    for (let message = byPrevious.get(START); message; message = byPrevious.get(message.headers.ce_position))
      chain.push(message.headers.ce_id!);
    expect(chain).toEqual(log.map(({ id }) => id));
  }
}

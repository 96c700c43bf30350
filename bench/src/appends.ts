import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { Pool } from 'pg';
import { NO_STREAM, PostgresEventStore, streamOf, type NewEvent, type StreamHead } from '@opsledger/event-store';
import { quantilesOf } from './quantiles';

export interface AppendFigures {
  readonly store: 'opsledger' | 'emmett-postgresql';
  /** Writers at a time, each awaiting its append before the next. */
  readonly writers: number;
  readonly appendsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface AppendBenchOptions {
  readonly databaseUrl: string;
  /** Length of each measurement, after a warm-up of a quarter of it. */
  readonly seconds: number;
  readonly writers?: readonly number[];
}

/** One writer: every call appends the next event of a record; a new record is begun every ten events. */
type Writer = () => Promise<void>;

const EVENTS_PER_RECORD = 10;

/** Slices that a measurement is cut into, so that both stores meet the same disturbances of the machine. */
const SLICES = 6;

/**
 * Appends per second of our store and of emmett-postgresql, on the same PostgreSQL, slice by slice in turn.
 * Both check the version read, and both return when the event is on disk.
 */
export async function benchAppends({
  databaseUrl,
  seconds,
  writers = [1, 16, 64],
}: AppendBenchOptions): Promise<AppendFigures[]> {
  const figures: AppendFigures[] = [];
  const opsledger = await PostgresEventStore.open({ url: databaseUrl });
  const pool = new Pool({ connectionString: databaseUrl });
  const emmett = getPostgreSQLEventStore(databaseUrl, { connectionOptions: { pool } });
  await emmett.schema.migrate();
  for (const count of writers) {
    const contenders = [
      {
        store: 'opsledger' as const,
        writers: several(count, () => opsledgerWriter(opsledger)),
        latencies: [],
        spent: 0,
      },
      {
        store: 'emmett-postgresql' as const,
        writers: several(count, () => emmettWriter(emmett)),
        latencies: [],
        spent: 0,
      },
    ];
    for (const contender of contenders) await run({ ...contender, latencies: [] }, seconds / 4);
    for (let slice = 0; slice < SLICES; slice++)
      for (const contender of contenders) contender.spent += await run(contender, seconds / SLICES);
    figures.push(...contenders.map((contender) => figuresOf(contender, count)));
  }
  await Promise.all([opsledger.close(), emmett.close().then(() => pool.end())]);
  return figures;
}

interface Contender {
  readonly store: AppendFigures['store'];
  readonly writers: readonly Writer[];
  readonly latencies: number[];
  /** Seconds. */
  readonly spent: number;
}

const several = (count: number, writer: () => Writer): Writer[] => Array.from({ length: count }, writer);

function opsledgerWriter(store: PostgresEventStore): Writer {
  let [stream, head, count]: [string, StreamHead, number] = ['', NO_STREAM, 0];
  return async () => {
    if (count++ % EVENTS_PER_RECORD === 0) [stream, head] = [streamOf('incident', randomUUID()), NO_STREAM];
    ({ head } = await store.append(stream, head, [incidentEvent(count)]));
  };
}

function emmettWriter(store: ReturnType<typeof getPostgreSQLEventStore>): Writer {
  let [stream, version, count] = ['', 0n, 0];
  return async () => {
    if (count++ % EVENTS_PER_RECORD === 0) [stream, version] = [streamOf('incident', randomUUID()), 0n];
    const { type, data, metadata, occurredAt } = incidentEvent(count);
    const event = { type, data: { ...data }, metadata: { ...metadata, occurredAt } };
    const expectedStreamVersion = version === 0n ? 'STREAM_DOES_NOT_EXIST' : version;
    const answer = await store.appendToStream(stream, [event], { expectedStreamVersion });
    version = answer.nextExpectedStreamVersion;
  };
}

const incidentEvent = (count: number): NewEvent => ({
  id: randomUUID(),
  type: 'IncidentAssigned',
  occurredAt: new Date().toISOString(),
  data: {
    number: `INC${String(count).padStart(7, '0')}`,
    priority: 'P3',
    service: 'e-mail',
    configurationItem: 'mail-relay-02',
    before: { team: 'service-desk', assignee: null },
    after: { team: 'messaging', assignee: 'f2b1c7ce-8a43-4f0e-9f0b-0a4b8f1d5b10' },
  },
  metadata: {
    actor: { id: 'f2b1c7ce-8a43-4f0e-9f0b-0a4b8f1d5b10', name: 'Grace Hopper', kind: 'person' },
    correlationId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  },
});

/** Lets all writers work for a while; answers the seconds it took until the last of them was done. */
async function run({ writers, latencies }: Contender, seconds: number): Promise<number> {
  const began = performance.now();
  const end = began + seconds * 1_000;
  await Promise.all(
    writers.map(async (append) => {
      for (let before = performance.now(); before < end;) {
        await append();
        const after = performance.now();
        latencies.push(after - before);
        before = after;
      }
    }),
  );
  return (performance.now() - began) / 1_000;
}

function figuresOf({ store, latencies, spent }: Contender, writers: number): AppendFigures {
  const quantile = quantilesOf(latencies);
  return { store, writers, appendsPerSecond: latencies.length / spent, p50: quantile(0.5), p99: quantile(0.99) };
}

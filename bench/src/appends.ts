import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { NO_STREAM, PostgresEventStore, streamOf, type NewEvent, type StreamHead } from '@opsledger/event-store';

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

/**
 * Appends per second of our store and of emmett-postgresql, on the same PostgreSQL, one after the other.
 * Both check the version read, and both return when the event is on disk.
 */
export async function benchAppends({
  databaseUrl,
  seconds,
  writers = [1, 16, 64],
}: AppendBenchOptions): Promise<AppendFigures[]> {
  const figures: AppendFigures[] = [];
  const opsledger = await PostgresEventStore.open({ url: databaseUrl });
  const emmett = getPostgreSQLEventStore(databaseUrl);
  await emmett.schema.migrate();
  for (const count of writers) {
    for (const [store, writer] of [
      ['opsledger', () => opsledgerWriter(opsledger)],
      ['emmett-postgresql', () => emmettWriter(emmett)],
    ] as const) {
      const all = Array.from({ length: count }, writer);
      await measure(all, seconds / 4);
      figures.push({ store, writers: count, ...(await measure(all, seconds)) });
    }
  }
  await Promise.all([opsledger.close(), emmett.close()]);
  return figures;
}

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

async function measure(
  writers: readonly Writer[],
  seconds: number,
): Promise<{ appendsPerSecond: number; p50: number; p99: number }> {
  const latencies: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  await Promise.all(
    writers.map(async (append) => {
      for (let before = performance.now(); before < end; ) {
        await append();
        const after = performance.now();
        latencies.push(after - before);
        before = after;
      }
    }),
  );
  const elapsed = (performance.now() - began) / 1_000;
  latencies.sort((one, other) => one - other);
  const quantile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? NaN;
  return { appendsPerSecond: latencies.length / elapsed, p50: quantile(0.5), p99: quantile(0.99) };
}

import { incidentContracts } from '@opsledger/contracts';
import { LogTail } from '@opsledger/event-bus';
import { migrateEventSourcing, type LinkedEvent } from '@opsledger/event-sourcing';
import { MemoryEventStore, NO_STREAM, START, streamOf, systemClock } from '@opsledger/event-store';
import { Metrics, createLogger } from '@opsledger/service-kit';
import { eventually, testDatabase, type TestDatabase } from '@opsledger/testing';
import { randomUUID } from 'node:crypto';
import { createRelay, type Relay } from './relay';
import type { RecordState } from './states/record-state';

let database: TestDatabase;
let store: MemoryEventStore;
let tail: LogTail;
let relay: Relay;
let metrics: Metrics;
let told: LinkedEvent[];
let states: RecordState[];
let serviceIsThere: boolean;
let brokerIsThere: boolean;

beforeEach(async () => {
  database = await testDatabase();
  await migrateEventSourcing(database.pool);
  store = new MemoryEventStore();
  tail = new LogTail(store);
  tail.start();
  told = [];
  states = [];
  serviceIsThere = brokerIsThere = true;
  metrics = new Metrics();
  const close = async () => undefined;
  const opening =
    <T>(outlet: T) =>
    async (): Promise<T & { close: typeof close }> => {
      if (!brokerIsThere) throw new Error('no broker there');
      return { ...outlet, close };
    };
  relay = createRelay({
    outlets: {
      events: opening({ publish: async (batch: readonly LinkedEvent[]) => void told.push(...batch) }),
      states: opening({ send: async (batch: readonly RecordState[]) => void states.push(...batch) }),
      deadLetters: opening({ publish: async () => undefined }),
    },
    services: {
      command: () => Promise.reject(new Error('not asked for')),
      query: async ({ params }) => {
        if (!serviceIsThere) throw new Error('the service is away');
        return { ...params };
      },
    },
    pool: database.pool,
    source: tail,
    contracts: [incidentContracts],
    clock: systemClock,
    logger: createLogger({ level: 'silent', readable: false }),
    metrics,
  });
});

afterEach(async () => {
  await relay.stop();
  await tail.stop();
  await database.close();
});

const happened = (id = randomUUID()) =>
  store.append(streamOf('incident', id), NO_STREAM, [
    {
      id: randomUUID(),
      type: 'IncidentLogged',
      data: {},
      occurredAt: new Date().toISOString(),
      metadata: { actor: { id: 'a', name: 'A', kind: 'person' }, correlationId: 'c' },
    },
  ]);

it('tells events and states, and how far each is', async () => {
  await relay.start();
  const { position } = await happened();
  await eventually(() => expect([told.length, states.length]).toEqual([1, 1]));
  expect(told[0]).toMatchObject({ previous: START, event: { position } });
  // What was taken by the broker is noted after that.
  await eventually(async () =>
    expect(await relay.status()).toMatchObject({
      publishers: [
        { name: 'relay-events', state: 'running', position },
        { name: 'relay-states', state: 'running', position },
      ],
      deadLetters: { state: 'running', waiting: 0 },
    }),
  );
  expect(await metrics.text()).toContain('opsledger_reader_lag_seconds{reader="relay-events"}');
});

it('does not let events wait for states', async () => {
  serviceIsThere = false;
  await relay.start();
  await happened();
  await happened();
  await eventually(() => expect(told).toHaveLength(2));
  await eventually(async () =>
    expect((await relay.status()).publishers[1]).toMatchObject({ error: 'Error: the service is away' }),
  );
  expect(states).toEqual([]);
  serviceIsThere = true;
  await eventually(() => expect(states).toHaveLength(2));
});

it('starts without a broker, says so, and begins when there is one', async () => {
  brokerIsThere = false;
  await relay.start();
  await happened();
  await eventually(async () => {
    const { publishers, deadLetters } = await relay.status();
    expect([...publishers, deadLetters].map(({ error }) => error)).toEqual(Array(3).fill('Error: no broker there'));
  });
  brokerIsThere = true;
  await eventually(() => expect([told.length, states.length]).toEqual([1, 1]));
});

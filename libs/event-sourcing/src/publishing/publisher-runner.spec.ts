import { START } from '@opsledger/event-store';
import { eventually, testDatabase, type TestDatabase } from '@opsledger/testing';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { Client, Pool } from 'pg';
import { MemorySource } from '../fixtures/memory-source';
import { scored, ticketEvent } from '../fixtures/tickets';
import { findCheckpoint } from '../postgres/checkpoints';
import { migrateEventSourcing } from '../postgres/migrate';
import { toldPublishers } from '../postgres/told-publishers';
import { PartitionLog } from './partition-log.fixture';
import type { LinkedEvent } from './publisher';
import { PublisherRunner } from './publisher-runner';

let database: TestDatabase;
let source: MemorySource;
let topics: PartitionLog;
let runners: PublisherRunner[];
let pools: Pool[];

beforeEach(async () => {
  database = await testDatabase();
  await migrateEventSourcing(database.pool);
  begin();
});

function begin(): void {
  source = new MemorySource();
  topics = new PartitionLog(3);
  runners = [];
  pools = [];
}

async function end(): Promise<void> {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
}

afterEach(async () => {
  await end();
  await database.close();
});

function poolOf(application_name: string): Pool {
  const pool = new Pool({ connectionString: database.url, application_name, max: 5 });
  pool.on('error', () => undefined);
  pools.push(pool);
  return pool;
}

async function killSessionsOf(application: string): Promise<void> {
  const administrator = new Client({ connectionString: database.url });
  await administrator.connect();
  await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
    application,
  ]);
  await administrator.end();
}

type Send = (batch: readonly LinkedEvent[], relay: string) => Promise<void>;

const everything: Send = async (batch) =>
  topics.split(batch).forEach((part, partition) => topics.append(partition, part));

function runnerOf(relay: string, send: Send = everything, limit?: number): PublisherRunner {
  const open = async () => ({ publish: (batch: readonly LinkedEvent[]) => send(batch, relay), close: async () => {} });
  const runner = new PublisherRunner({ name: 'events', open, pool: poolOf(relay), source, limit });
  runners.push(runner);
  return runner;
}

async function started(relay: string, send?: Send, limit?: number): Promise<PublisherRunner> {
  const runner = runnerOf(relay, send, limit);
  await runner.start();
  return runner;
}

const told = (count: number): void =>
  void Array.from({ length: count }, (_, index) =>
    source.append(ticketEvent('abcde'[index % 5]!, 1 + Math.floor(index / 5), scored(index))),
  );

const expectAllThere = (): void =>
  expect(topics.partitions.map((_, partition) => topics.firstOccurrences(partition))).toEqual(
    topics.expected(source.events),
  );

const stored = async () => (await findCheckpoint(database.pool, { kind: 'publisher', name: 'events' }))?.position;

const heard = () => toldPublishers((statement) => database.pool.query(statement));

describe('a publisher', () => {
  it('publishes the log in order, each event with the position of the one before it', async () => {
    told(12);
    const runner = await started('a', everything, 5);
    await eventually(expectAllThere);
    told(3);
    await eventually(expectAllThere);
    await eventually(async () => expect(await stored()).toBe(source.events.at(-1)!.position));
    expect(runner.status()).toMatchObject({ state: 'running', position: source.events.at(-1)!.position });
  });

  it('does not run when it is stopped before it has started', async () => {
    const runner = runnerOf('a');
    const starting = runner.start();
    await runner.stop();
    await starting;
    expect(runner.status()).toMatchObject({ state: 'stopped' });
  });

  it('goes on where it was acknowledged, with the same chain', async () => {
    told(7);
    const first = await started('a');
    await eventually(expectAllThere);
    await first.stop();
    told(7);
    await started('a');
    await eventually(expectAllThere);
    expect(topics.partitions.flat()).toHaveLength(14);
  });

  it('stores nothing that was not acknowledged, and says what is wrong and how far behind it is', async () => {
    told(3);
    let away = true;
    const runner = await started('a', async (batch, relay) => {
      if (away) throw new Error('no broker there');
      await everything(batch, relay);
    });
    await eventually(() => expect(runner.status()).toMatchObject({ position: START, error: 'Error: no broker there' }));
    expect(await stored()).toBe(START);
    expect(runner.status().lagMs).toBeGreaterThan(1_000);
    away = false;
    await eventually(expectAllThere);
    await eventually(() => expect(runner.status().error).toBeUndefined());
  });

  it('waits for what cannot be opened', async () => {
    told(1);
    let away = true;
    const open = async () => {
      if (away) throw new Error('no broker there');
      return { publish: (batch: readonly LinkedEvent[]) => everything(batch, 'a'), close: async () => {} };
    };
    const runner = new PublisherRunner({ name: 'events', open, pool: poolOf('a'), source });
    runners.push(runner);
    await runner.start();
    await eventually(() => expect(runner.status().error).toBe('Error: no broker there'));
    away = false;
    await eventually(expectAllThere);
  });

  it('stands by while another publishes, knows how far that one is, and takes over', async () => {
    told(4);
    const first = await started('a');
    await eventually(expectAllThere);
    const second = await started('b');
    told(4);
    await eventually(() =>
      expect(second.status()).toMatchObject({ state: 'standby', position: source.events.at(-1)!.position }),
    );
    await first.stop();
    told(4);
    await eventually(expectAllThere);
    expect(second.status().state).toBe('running');
  });

  it('says of itself how it is to whoever shares its database', async () => {
    told(3);
    let away = false;
    await started('a', async (batch, relay) => {
      if (away) throw new Error('no broker there');
      await everything(batch, relay);
    });
    await started('b');
    const position = source.events.at(-1)!.position;
    await eventually(async () =>
      expect(await heard()).toEqual([{ name: 'events', state: 'running', position, lagMs: expect.any(Number) }]),
    );
    await Promise.all(runners.splice(1).map((runner) => runner.stop()));
    away = true;
    told(1);
    await eventually(async () => expect(await heard()).toMatchObject([{ position, error: 'Error: no broker there' }]));
    await Promise.all(runners.splice(0).map((runner) => runner.stop()));
    await database.pool.query(`update opsledger.publishers set told_at = told_at - interval '1 minute'`);
    expect(await heard()).toMatchObject([{ name: 'events', state: 'stopped', position }]);
  });

  it('stops although no answer comes', async () => {
    told(1);
    let asked = false;
    const runner = await started('a', () => {
      asked = true;
      return new Promise(() => undefined);
    });
    await eventually(() => expect(asked).toBe(true));
    await runner.stop();
    expect(await stored()).toBe(START);
  });
});

type Fate = 'arrives' | 'is refused' | 'arrives in part' | 'arrives, unanswered' | 'loses the lead, arrives late';

const fate = fc.constantFrom<Fate>(
  'arrives',
  'arrives',
  'is refused',
  'arrives in part',
  'arrives, unanswered',
  'loses the lead, arrives late',
);

test('whatever happens to its batches, every event arrives, first occurrences in order, with an exact chain', async () => {
  const story = fc.record({
    fates: fc.array(fate, { minLength: 3, maxLength: 7 }),
    limit: fc.integer({ min: 2, max: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(story, async ({ fates, limit }) => {
      begin();
      await database.pool.query('delete from opsledger.checkpoints');
      let sends = 0;
      const send: Send = async (batch, relay) => {
        const count = sends++;
        const parts = topics.split(batch);
        switch (fates[count] ?? 'arrives') {
          case 'arrives':
            return everything(batch, relay);
          case 'is refused':
            throw new Error('refused');
          case 'arrives in part':
            topics.append(count % parts.length, parts[count % parts.length]!);
            throw new Error('no answer from some');
          case 'arrives, unanswered':
            await everything(batch, relay);
            throw new Error('no answer');
          case 'loses the lead, arrives late':
            await killSessionsOf(relay);
            // The other one has its turn, if it wants it.
            for (let waited = 0; sends === count + 1 && waited < 1_500; waited += 50) await delay(50);
            return everything(batch, relay);
        }
      };
      told(20);
      try {
        await started('a', send, limit);
        await started('b', send, limit);
        await eventually(expectAllThere, { timeoutMs: 15_000 });
      } finally {
        await end();
      }
    }),
    { numRuns: 6 },
  );
}, 120_000);

it('says once that it cannot tell how it stands, and once that it can again', async () => {
  const lines: string[] = [];
  const note = (_fields: object, message: string) => void lines.push(message);
  const open = async () => ({ publish: async () => undefined, close: async () => undefined });
  const log = { info: note, warn: note, error: note };
  const runner = new PublisherRunner({ name: 'events', open, pool: poolOf('relay'), source, log });
  runners.push(runner);
  let looks = 0;
  const head = source.head.bind(source);
  source.head = async () => {
    looks++;
    return head();
  };
  await database.pool.query('alter table opsledger.publishers rename to hidden');
  await runner.start();
  await eventually(() => expect(looks).toBeGreaterThan(2));
  expect(lines).toEqual([expect.stringContaining('operations show it as it was')]);

  await database.pool.query('alter table opsledger.hidden rename to publishers');
  await eventually(() => expect(lines).toEqual([expect.anything(), expect.stringContaining('again')]));
});

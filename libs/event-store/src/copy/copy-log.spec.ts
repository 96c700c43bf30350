import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { aFact, aStream, facts, headOf } from '../contract/samples';
import type { StoredEvent } from '../encoded-event';
import { EventIdTaken } from '../errors';
import { START } from '../event';
import { NO_STREAM, type EventStore } from '../event-store';
import { FakeServer } from '../kurrentdb/fake-server.fixture';
import { KurrentDbEventStore } from '../kurrentdb/kurrentdb-event-store';
import { MemoryEventStore } from '../memory/memory-event-store';
import { PostgresEventStore } from '../postgres/postgres-event-store';
import { verifyChains } from '../verify/verify-log';
import { compareLogs } from './compare-logs';
import { copyLog, LogsDiffer } from './copy-log';
import type { CopyableLog } from './copyable-log';

type Log = EventStore & CopyableLog;

let server: FakeServer;
let logs = 0;
const databases: TestDatabase[] = [];
const opened: Log[] = [];
beforeAll(async () => {
  server = await new FakeServer().start();
});
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
  for (const database of databases.splice(0)) await database.close();
});
afterAll(() => server.stop());

const MAKE: Record<string, () => Promise<Log>> = {
  memory: async () => new MemoryEventStore(),
  postgres: async () => {
    const database = await testDatabase();
    databases.push(database);
    return PostgresEventStore.open({ url: database.url });
  },
  kurrentdb: () => KurrentDbEventStore.open({ url: server.url, prefix: `copy-${++logs}.` }),
};

async function make(kind: string): Promise<Log> {
  const log = await MAKE[kind]!();
  opened.push(log);
  return log;
}

/** A log of some hundred events: long and short streams, several events in one append, streams that take turns. */
async function fill(log: Log, rounds = 60): Promise<void> {
  const streams = [aStream(), aStream(), 'incident-ü "quoted"'];
  for (let round = 0; round < rounds; round++) {
    const stream = round % 4 === 3 ? aStream() : streams[round % streams.length]!;
    await log.append(stream, await headOf(log, stream), facts(1 + (round % 3)));
  }
}

const storedIn = async (log: Log): Promise<Omit<StoredEvent, 'position'>[]> =>
  (await log.readStored({ after: START, limit: 10_000 })).map(({ position: _, ...event }) => event);

test.each([
  ['postgres', 'kurrentdb'],
  ['kurrentdb', 'postgres'],
  ['postgres', 'postgres'],
  ['memory', 'postgres'],
])('a log comes from %s to %s as it was: order, times, ids and hashes', async (from, to) => {
  const [source, target] = [await make(from), await make(to)];
  await fill(source);
  const events = await storedIn(source);
  expect(await copyLog(source, target)).toEqual({ found: 0, copied: events.length, position: await source.head() });
  expect(await storedIn(target)).toEqual(events);
  expect(await compareLogs(source, target)).toMatchObject({ same: true, events: events.length, differences: [] });
});

test.each(['postgres', 'kurrentdb', 'memory'])(
  'a copy in %s goes on as a log: its heads are those of the source',
  async (to) => {
    const [source, target] = [await make('memory'), await make(to)];
    const stream = aStream();
    const { head } = await source.append(stream, NO_STREAM, facts(3));
    await copyLog(source, target);
    const { events } = await target.append(stream, head, [aFact()]);
    expect(events[0]).toMatchObject({ revision: 4 });
    await expect(target.append(stream, head, [aFact()])).rejects.toMatchObject({ actual: 4 });
  },
);

test('a copy that ended anywhere goes on there, and a third run finds nothing to do', async () => {
  const [source, target] = [await make('postgres'), await make('kurrentdb')];
  await fill(source);
  const total = (await storedIn(source)).length;
  let written = 0;
  const dying: CopyableLog = {
    readStored: (slice) => target.readStored(slice),
    restore: async (events) => {
      const part = events.slice(0, 50);
      written += part.length;
      await target.restore(part);
      throw new Error('killed');
    },
  };
  await expect(copyLog(source, dying)).rejects.toThrow('killed');
  const rest = { found: written, copied: total - written, position: await source.head() };
  expect(await copyLog(source, target, { dryRun: true })).toEqual(rest);
  expect(await copyLog(source, target)).toEqual(rest);
  expect(await storedIn(target)).toEqual(await storedIn(source));
  expect(await copyLog(source, target)).toMatchObject({ found: total, copied: 0 });
});

test('what was recorded since is copied by the next run', async () => {
  const [source, target] = [await make('memory'), await make('postgres')];
  await fill(source, 20);
  const { copied } = await copyLog(source, target);
  await fill(source, 20);
  expect(await copyLog(source, target)).toMatchObject({ found: copied });
  expect(await compareLogs(source, target)).toMatchObject({ same: true });
});

test('an interrupted copy ends with what it has written', async () => {
  const [source, target] = [await make('memory'), await make('postgres')];
  await fill(source, 600);
  const interrupted = new AbortController();
  const { copied } = await copyLog(source, target, {
    signal: interrupted.signal,
    onProgress: () => interrupted.abort(),
  });
  expect(copied).toBe(500);
  expect(await storedIn(target)).toHaveLength(500);
});

test('a dry run writes nothing', async () => {
  const [source, target] = [await make('memory'), await make('postgres')];
  await fill(source, 5);
  const { copied } = await copyLog(source, target, { dryRun: true });
  expect(copied).toBe((await storedIn(source)).length);
  expect(await target.head()).toBe(START);
});

describe('nothing is written', () => {
  test('to a target that holds another log', async () => {
    const [source, target] = [await make('postgres'), await make('kurrentdb')];
    await fill(source, 5);
    await target.append(aStream(), NO_STREAM, facts(1));
    await expect(copyLog(source, target)).rejects.toThrow(LogsDiffer);
    expect(await storedIn(target)).toHaveLength(1);
  });

  test('to a target that is ahead of the source', async () => {
    const [source, target] = [await make('memory'), await make('postgres')];
    await fill(source, 5);
    await copyLog(source, target);
    await target.append(aStream(), NO_STREAM, facts(1));
    await expect(copyLog(source, target)).rejects.toThrow('beyond the end of the source');
  });

  test('from a source whose chain is broken', async () => {
    const [source, target] = [await make('memory'), await make('postgres')];
    await fill(source, 5);
    const changed: CopyableLog = {
      restore: (events) => source.restore(events),
      readStored: async (slice) =>
        (await source.readStored(slice)).map((event, index) =>
          index === 3 ? { ...event, data: '{"text":"x"}' } : event,
        ),
    };
    await expect(copyLog(changed, target)).rejects.toThrow('verify it first');
    expect(await target.head()).toBe(START);
  });

  test('to PostgreSQL of an id that two streams of the source share', async () => {
    const [source, target] = [await make('kurrentdb'), await make('postgres')];
    const fact = aFact();
    await source.append(aStream(), NO_STREAM, [fact]);
    await source.append(aStream(), NO_STREAM, [fact]);
    await expect(copyLog(source, target)).rejects.toThrow(EventIdTaken);
    await expect(copyLog(source, target)).rejects.toThrow(fact.id);
  });
});

test('a comparison says which event differs, and which side lacks what', async () => {
  const [source, target] = [await make('memory'), await make('memory')];
  await fill(source, 10);
  await copyLog(source, target);
  const changed: CopyableLog = {
    restore: (events) => target.restore(events),
    readStored: async (slice) =>
      (await target.readStored(slice)).map((event, index) =>
        index === 2 ? { ...event, data: '{"text":"x"}' } : event,
      ),
  };
  const comparison = await compareLogs(source, changed);
  expect(comparison).toMatchObject({ same: false, findings: [{ kind: 'event changed' }] });
  expect(comparison.differences[0]).toContain('event 3: data differs');
  await source.append(aStream(), NO_STREAM, facts(1));
  const shorter = await compareLogs(source, target);
  expect(shorter.same).toBe(false);
  expect(shorter.differences.join('\n')).toMatch(/missing in the target[^]*1 events in the source, 0 in the target/);
});

test.each(['postgres', 'kurrentdb', 'memory'])('a log in %s is verified by its hash chains', async (kind) => {
  const log = await make(kind);
  await fill(log, 10);
  const { length } = await storedIn(log);
  expect(await verifyChains(log)).toMatchObject({ intact: true, events: length, head: await log.head() });
  const changed: CopyableLog = {
    restore: (events) => log.restore(events),
    readStored: async (slice) => (await log.readStored(slice)).map((event) => ({ ...event, type: 'IncidentForged' })),
  };
  expect(await verifyChains(changed)).toMatchObject({ intact: false });
});

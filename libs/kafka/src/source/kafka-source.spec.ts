import { MemoryEventStore, NO_STREAM, START, type LogSlice, type RecordedEvent } from '@opsledger/event-store';
import { aFact, chained } from '../messages/event.fixture';
import { FakeFeed } from './fake-feed.fixture';
import { KafkaSource } from './kafka-source';
import type { SourceOptions } from './source-options';

class CountedLog extends MemoryEventStore {
  reads: LogSlice[] = [];
  heads = 0;
  isAway = false;

  override async readAll(slice: LogSlice) {
    this.reads.push(slice);
    if (this.isAway) throw new Error('The log is away.');
    return super.readAll(slice);
  }

  override async head() {
    this.heads++;
    if (this.isAway) throw new Error('The log is away.');
    return super.head();
  }
}

const never = new AbortController().signal;
const running: KafkaSource[] = [];
afterEach(() => Promise.all(running.splice(0).map((source) => source.stop())));

function aWorld(options: Partial<SourceOptions> = {}) {
  const log = new CountedLog();
  const feed = new FakeFeed();
  const missing: number[] = [];
  const errors: string[] = [];
  const invalid: string[] = [];
  let records = 0;
  let published: string = START;
  const start = () => {
    const source = new KafkaSource(feed, log, {
      backoffMs: [1, 5],
      checkMs: 5,
      gapMs: 60_000,
      onMissing: ({ count }) => missing.push(count),
      onError: ({ message }) => errors.push(message),
      onInvalid: (_message, { message }) => invalid.push(message),
      ...options,
    });
    running.push(source);
    source.start();
    return source;
  };
  const record = async (count = 1): Promise<RecordedEvent[]> => {
    const events: RecordedEvent[] = [];
    for (let index = 0; index < count; index++)
      events.push(...(await log.append(`note-${++records}`, NO_STREAM, [aFact()])).events);
    return events;
  };
  /** What the relay does; `lose` leaves events out. */
  const relay = async (lose: (index: number) => boolean = () => false) => {
    const events = await MemoryEventStore.prototype.readAll.call(log, { after: published, limit: 100_000 });
    chained(events, published).forEach((linked, index) => !lose(index) && feed.publish(linked));
    published = events.at(-1)?.position ?? published;
  };
  const all = () => MemoryEventStore.prototype.readAll.call(log, { after: START, limit: 100_000 });
  return { log, feed, missing, errors, invalid, start, record, relay, all };
}

async function readTo(source: KafkaSource, end: string, after = START, limit = 10): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  while (after < end) {
    const page = await source.read(after, limit, never);
    events.push(...page);
    after = page.at(-1)?.position ?? after;
  }
  return events;
}

const turns = async (until: () => boolean | Promise<boolean>) => {
  while (!(await until())) await new Promise(setImmediate);
};

async function following({ start, feed, log }: ReturnType<typeof aWorld>): Promise<KafkaSource> {
  const source = start();
  expect(await source.follows(60_000)).toBe(true);
  expect(feed.begun.length).toBeGreaterThan(0);
  await turns(async () => (await source.head()) === (await log.head()));
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  log.reads = [];
  return source;
}

it('gives waiting readers what Kafka brings, in the order of the log, without reading the log', async () => {
  const world = aWorld();
  await world.record(5);
  await world.relay();
  const source = await following(world);
  const after = await world.log.head();
  const readings = [1, 2, 3].map(() => source.read(after, 100, never));
  const events = await world.record(30);
  await world.relay();
  for (const events of await Promise.all(readings)) expect(events.length).toBeGreaterThan(0);
  expect(await readTo(source, await world.log.head(), after)).toEqual(events);
  expect(world.log.reads).toEqual([]);
});

it('waits for a partition that is late, and repeats nothing that a relay sends again', async () => {
  const world = aWorld();
  const source = await following(world);
  world.feed.held.add('p1');
  const events = await world.record(30);
  await world.relay();
  chained(events)
    .slice(3, 20)
    .forEach((linked) => world.feed.publish(linked));
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  expect(await source.head()).toBe(START);
  world.feed.held.clear();
  expect(await readTo(source, await world.log.head())).toEqual(events);
  expect([world.missing, world.log.reads]).toEqual([[], []]);
});

it('reads from the log what Kafka lost, and says so', async () => {
  const world = aWorld({ gapMs: 30 });
  const source = await following(world);
  const events = await world.record(30);
  await world.relay((index) => index === 7 || index === 8);
  expect(await readTo(source, await world.log.head())).toEqual(events);
  await turns(() => world.missing.length > 0);
  expect(world.missing.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(2);
});

it('does not wait longer than it has room for those that wait', async () => {
  const world = aWorld({ maxWaiting: 10 });
  const source = await following(world);
  const events = await world.record(40);
  await world.relay((index) => index === 0);
  expect(await readTo(source, await world.log.head())).toEqual(events);
  await turns(() => world.missing.length > 0);
});

it('notices that the last event is lost, too', async () => {
  const world = aWorld({ gapMs: 30 });
  const source = await following(world);
  const events = await world.record(3);
  await world.relay((index) => index === 2);
  expect(await readTo(source, await world.log.head())).toEqual(events);
  await turns(() => world.missing.length > 0);
  expect(world.missing).toEqual([1]);
});

it('goes on from the log while there are no brokers, and with them when they are back', async () => {
  const world = aWorld({ gapMs: 30 });
  const source = await following(world);
  world.feed.isAway = true;
  const events = await world.record(3);
  expect(await readTo(source, await world.log.head())).toEqual(events);
  await world.relay();
  world.feed.isAway = false;
  const after = await world.log.head();
  const more = await world.record(3);
  await world.relay();
  expect(await readTo(source, await world.log.head(), after)).toEqual(more);
});

it('does not wait again for a relay that was missed once, before it has brought something new', async () => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(0);
  try {
    const world = aWorld({ gapMs: 1_000 });
    const source = await following(world);
    const looks = async (count: number) => {
      const { heads } = world.log;
      await turns(() => world.log.heads > heads + count);
    };
    const [first] = await world.record();
    await looks(2);
    now.mockReturnValue(1_000);
    expect(await source.read(START, 10, never)).toEqual([first]);
    // No time passes from here on.
    const [second] = await world.record();
    expect(await source.read(first!.position, 10, never)).toEqual([second]);

    // Kafka brings what has been read already: the relay is still behind.
    await world.relay();
    const [third] = await world.record();
    expect(await source.read(second!.position, 10, never)).toEqual([third]);

    let last = third!;
    await world.relay();
    do {
      world.log.reads = [];
      await world.record();
      await world.relay();
      last = (await source.read(last.position, 10, never)).at(-1)!;
    } while (world.log.reads.length > 0);
    const reading = source.read(last.position, 10, never);
    const [next] = await world.record();
    await looks(2);
    expect(world.log.reads).toEqual([]);
    await world.relay();
    expect(await reading).toEqual([next]);
  } finally {
    now.mockRestore();
  }
});

it('follows when the brokers give it the topics; until then it reads the log, without waiting for them', async () => {
  let back = 0;
  const world = aWorld({ onBack: () => void back++ });
  world.feed.isAway = true;
  const source = world.start();
  expect(await source.follows(20)).toBe(false);
  const events = await world.record(3);
  expect(await readTo(source, await world.log.head())).toEqual(events);
  expect(world.missing).toEqual([]);
  const following = source.follows(60_000);
  world.feed.isAway = false;
  expect(await following).toBe(true);
  world.feed.isAway = true;
  await turns(async () => !(await source.follows(0)));
  expect(world.errors).toContain('The brokers are away.');
  expect(back).toBe(0);
  world.feed.isAway = false;
  expect(await source.follows(60_000)).toBe(true);
  expect(back).toBe(1);
});

it('is waited for no longer when it stops', async () => {
  const world = aWorld();
  world.feed.isAway = true;
  const source = world.start();
  const following = source.follows(60_000);
  await source.stop();
  expect(await following).toBe(false);
});

it('tells that brokers are away for longer than anything may take', async () => {
  const world = aWorld({ gapMs: 30 });
  const source = await following(world);
  world.feed.isAway = true;
  await turns(async () => !(await source.follows(0)));
  await turns(async () => {
    await world.record(1);
    await readTo(source, await world.log.head());
    return world.missing.length > 0;
  });
  expect(new Set(world.missing)).toEqual(new Set([1]));
});

it('leaves out what is no event, and says so', async () => {
  const world = aWorld();
  const source = await following(world);
  world.feed.put('p0', Date.now(), { key: null, value: Buffer.from('hello'), headers: {} });
  const events = await world.record(5);
  await world.relay();
  expect(await readTo(source, await world.log.head())).toEqual(events);
  expect(world.invalid).toEqual([expect.stringContaining('is missing')]);
});

describe('readers behind', () => {
  it('read a page of the log, and then the topics', async () => {
    const world = aWorld({ maxEvents: 50 });
    await world.record(400);
    await world.relay();
    const source = await following(world);
    const seen = await Promise.all([1, 2, 3].map(async () => readTo(source, await world.log.head())));
    for (const events of seen) expect(events).toEqual(await world.all());
    expect(world.feed.begun).toContainEqual({ since: expect.any(Number) });
    expect(world.log.reads).toEqual([{ after: START, limit: 10 }]);
  });

  it('read on while others write, each at its pace', async () => {
    const world = aWorld({ maxEvents: 40, gapMs: 50 });
    await world.record(200);
    await world.relay();
    const source = await following(world);
    const writing = (async () => {
      for (let count = 0; count < 20; count++) {
        await world.record(10);
        await world.relay((index) => count === 5 && index === 2);
        await new Promise(setImmediate);
      }
    })();
    const end = '400'.padStart(16, '0');
    const seen = await Promise.all([1, 7, 100].map((limit) => readTo(source, end, START, limit)));
    await writing;
    for (const events of seen) expect(events).toEqual(await world.all());
  });

  it('get from the log what Kafka keeps no longer', async () => {
    const world = aWorld({ gapMs: 20, maxEvents: 50 });
    const events = await world.record(400);
    await world.relay();
    await new Promise((resolve) => setTimeout(resolve, 2));
    const [later] = await world.record(1);
    await world.relay();
    world.feed.cutOff(later!);
    await world.record(100);
    await world.relay();
    const source = await following(world);
    expect((await readTo(source, await world.log.head())).slice(0, 400)).toEqual(events);
    expect(world.missing).toEqual([]);
  });

  it('get everything from the log when Kafka has nothing', async () => {
    const world = aWorld({ gapMs: 20 });
    await world.record(100);
    const source = await following(world);
    expect(await readTo(source, await world.log.head())).toEqual(await world.all());
  });
});

it('waits for the log at the start', async () => {
  const world = aWorld();
  world.log.isAway = true;
  const source = world.start();
  const reading = source.read(START, 10, never);
  await turns(() => world.errors.length > 1);
  world.log.isAway = false;
  const events = await world.record(2);
  await world.relay();
  const [first] = await reading;
  expect(first).toEqual(events[0]);
});

it('answers a reader with nothing to read when it gives up, when time is over, and when the source stops', async () => {
  const hasty = await following(aWorld({ waitMs: 20 }));
  const leaving = new AbortController();
  const left = hasty.read(START, 10, leaving.signal);
  leaving.abort();
  expect(await left).toEqual([]);
  expect(await hasty.read(START, 10, never)).toEqual([]);

  const patient = await following(aWorld());
  const reading = patient.read(START, 10, never);
  await patient.stop();
  expect(await reading).toEqual([]);
});

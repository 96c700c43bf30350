import { randomUUID } from 'node:crypto';
import {
  MemoryEventStore,
  NO_STREAM,
  START,
  StoreUnavailable,
  copyOf,
  type EventStore,
  type LogSlice,
  type NewEvent,
  type RecordedEvent,
} from '@opsledger/event-store';
import { LogTail, type LogTailOptions } from './log-tail';

const fact = (text = ''): NewEvent => ({
  id: randomUUID(),
  type: 'NoteTaken',
  data: { text },
  occurredAt: '2026-03-01T09:00:00.000Z',
  metadata: { actor: { id: 'p1', name: 'Ada', kind: 'person' }, correlationId: 'c1' },
});

/** A memory store that counts and can refuse reads, and can hide its events from wake-ups as another process does. */
class WatchedStore extends MemoryEventStore {
  reads: LogSlice[] = [];
  failures = 0;
  private readonly wakeUps: ((events: readonly RecordedEvent[]) => void)[] = [];
  silent = false;

  override async readAll(slice: LogSlice) {
    this.reads.push(slice);
    await new Promise(setImmediate);
    if (this.failures-- > 0) throw new StoreUnavailable('gone for a moment');
    return super.readAll(slice);
  }

  override onAppended(listener: (events: readonly RecordedEvent[]) => void) {
    this.wakeUps.push(listener);
    return super.onAppended((events) => !this.silent && listener(events));
  }

  wakeUp() {
    this.wakeUps.forEach((listener) => listener([]));
  }
}

/** A store whose positions are offsets, as those of a server that keeps its log in a file: no two follow one another. */
class SparseStore extends WatchedStore {
  private readonly sparse = (event: RecordedEvent): RecordedEvent => ({
    ...copyOf(event),
    position: offset(event.position),
  });

  override async append(...parameters: Parameters<WatchedStore['append']>) {
    const appended = await super.append(...parameters);
    return { ...appended, position: offset(appended.position), events: appended.events.map(this.sparse) };
  }

  override async readAll({ after, ...slice }: LogSlice) {
    const ordinal = String(Math.floor(Number(after) / 137)).padStart(16, '0');
    return (await super.readAll({ ...slice, after: ordinal })).map(this.sparse);
  }

  override async head() {
    return offset(await super.head());
  }

  override onAppended(listener: (events: readonly RecordedEvent[]) => void) {
    return super.onAppended((events) => listener(events.map(this.sparse)));
  }
}

const offset = (ordinal: string): string => String(Number(ordinal) * 137).padStart(16, '0');

const never = new AbortController().signal;
const running: LogTail[] = [];
afterEach(() => Promise.all(running.splice(0).map((tail) => tail.stop())));

async function tailOf(store: EventStore, options: LogTailOptions = {}): Promise<LogTail> {
  const tail = new LogTail(store, { pollMs: 60_000, backoffMs: [1, 5], ...options });
  running.push(tail);
  tail.start();
  return tail;
}

const append = async (store: EventStore, ...facts: NewEvent[]) =>
  (await store.append(`note-${randomUUID()}`, NO_STREAM, facts)).events;

/** Waits until the tail stands at the store's head and reads nothing. */
async function settled(tail: LogTail, store: EventStore): Promise<void> {
  while ((await tail.head()) !== (await store.head())) await new Promise(setImmediate);
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}

async function readTo(tail: LogTail, end: string, limit = 7, after = START): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  while (after < end) {
    const page = await tail.read(after, limit, never);
    if (page.length === 0) throw new Error(`Nothing after ${after}, and ${end} was not reached.`);
    events.push(...page);
    after = page.at(-1)!.position;
  }
  return events;
}

test('a waiting reader gets what this process appends, without any read of the store', async () => {
  const store = new WatchedStore();
  const tail = await tailOf(store);
  await settled(tail, store);
  store.reads = [];

  const reading = tail.read(START, 10, never);
  const events = await append(store, fact('a'), fact('b'));

  expect(await reading).toEqual(events);
  expect(store.reads).toEqual([]);
});

test('what another process appends is read once for all readers', async () => {
  const store = new WatchedStore();
  const tail = await tailOf(store);
  await settled(tail, store);
  store.reads = [];
  store.silent = true;

  const readings = [1, 2, 3].map(() => tail.read(START, 10, never));
  const events = await append(store, fact());
  store.wakeUp();

  expect(await Promise.all(readings)).toEqual([events, events, events]);
  expect(store.reads).toHaveLength(1);
});

test('without any wake-up, polling finds it', async () => {
  const store = new WatchedStore();
  const tail = await tailOf(store, { pollMs: 5 });
  store.silent = true;
  const reading = tail.read(START, 10, never);
  const events = await append(store, fact());
  expect(await reading).toEqual(events);
});

test('own events behind a gap left by another process wait for the gap to be filled', async () => {
  const store = new WatchedStore();
  const tail = await tailOf(store);
  await settled(tail, store);
  store.silent = true;
  const others = await append(store, fact('theirs'));
  store.silent = false;
  const own = await append(store, fact('ours'));
  expect(await readTo(tail, await store.head())).toEqual([...others, ...own]);
});

test('where positions are offsets, own and other events come in order, each once', async () => {
  const store = new SparseStore();
  const tail = await tailOf(store, { pollMs: 5 });
  const reading = readTo(tail, offset('60'));
  for (let round = 0; round < 20; round++) {
    store.silent = round % 3 === 0;
    await append(store, fact(`${round} a`), fact(`${round} b`), fact(`${round} c`));
    if (round % 5 === 0) await settled(tail, store);
  }
  const events = await reading;
  const texts = events.map(({ position, data }) => [position, (data as { text: string }).text]);
  const stored = await store.readAll({ after: START, limit: 100 });
  expect(texts).toEqual(stored.map(({ position, data }) => [position, (data as { text: string }).text]));
  expect(texts).toHaveLength(60);
});

test('readers behind the ring read from the store, equal reads once', async () => {
  const store = new WatchedStore();
  const old = await append(store, fact('1'), fact('2'), fact('3'));
  const tail = await tailOf(store);
  await settled(tail, store);
  store.reads = [];

  const readings = [1, 2, 3, 4].map(() => tail.read(START, 2, never));

  expect(await Promise.all(readings)).toEqual(Array(4).fill(old.slice(0, 2)));
  expect(store.reads).toEqual([{ after: START, limit: 2 }]);
});

test.each([
  ['number', { maxEvents: 5 }],
  ['size', { maxSize: 2_000 }],
])('the ring is bounded by %s, and nobody misses anything for it', async (_bound, bounds) => {
  const store = new WatchedStore();
  const tail = await tailOf(store, bounds);
  await settled(tail, store);
  for (let round = 0; round < 30; round++) await append(store, fact('x'.repeat(round)), fact('y'));

  const events = await readTo(tail, await store.head());

  expect(events).toEqual(await store.readAll({ after: START, limit: 100 }));
  expect(store.reads.length).toBeGreaterThan(1);
});

test('a reader behind the ring may leave it to the store to choose types; equal choices are read once', async () => {
  const store = new WatchedStore();
  await store.append('note-1', NO_STREAM, [fact('1'), { ...fact('2'), type: 'NoteLost' }, fact('3'), fact('4')]);
  const tail = await tailOf(store, { maxEvents: 2 });
  await settled(tail, store);
  store.reads = [];

  const types = ['NoteLost'];
  const read = () => tail.read(START, 3, never, types);
  const pages = await Promise.all([read(), read(), tail.read(START, 3, never)]);
  expect(pages.map((page) => page.map(({ data }) => (data as { text: string }).text))).toEqual([
    ['2', '4'],
    ['2', '4'],
    ['1', '2', '3'],
  ]);
  expect(store.reads).toEqual([
    { after: START, limit: 3, types },
    { after: START, limit: 3 },
  ]);
});

test('an event larger than the ring still reaches the reader', async () => {
  const store = new WatchedStore();
  const tail = await tailOf(store, { maxSize: 100 });
  await settled(tail, store);
  const reading = tail.read(START, 10, never);
  const events = await append(store, fact('x'.repeat(1_000)));
  expect(await reading).toEqual(events);
});

test('while the store fails readers wait, and go on afterwards', async () => {
  const store = new WatchedStore();
  const old = await append(store, fact());
  const errors: unknown[] = [];
  store.failures = 4;
  const tail = await tailOf(store, { onError: (error) => errors.push(error) });

  expect(await tail.read(START, 10, never)).toEqual(old);
  expect(errors).not.toHaveLength(0);
  expect(errors[0]).toBeInstanceOf(StoreUnavailable);
});

test('it tells once that the store answers again, and nothing while all is well', async () => {
  const store = new WatchedStore();
  const told: string[] = [];
  store.failures = 3;
  const tail = await tailOf(store, { onError: () => told.push('error'), onBack: () => told.push('back') });
  const [event] = await append(store, fact());
  await tail.read(START, 10, never);
  while (told.at(-1) !== 'back') await new Promise(setImmediate);
  await append(store, fact());
  await tail.read(event!.position, 10, never);
  await settled(tail, store);
  expect(told).toEqual(['error', 'error', 'error', 'back']);
});

test('a reader with nothing to read is answered when it gives up, when time is over, and when the tail stops', async () => {
  const store = new WatchedStore();
  const tail = await tailOf(store, { waitMs: 20 });
  const leaving = new AbortController();
  const left = tail.read(START, 10, leaving.signal);
  leaving.abort();
  expect(await left).toEqual([]);
  expect(await tail.read(START, 10, never)).toEqual([]);

  const patient = await tailOf(store);
  const reading = patient.read(START, 10, never);
  await patient.stop();
  expect(await reading).toEqual([]);
});

test('many readers at different paces see every event once and in order while two processes append', async () => {
  const store = new WatchedStore();
  const tail = await tailOf(store, { maxEvents: 20, pollMs: 5 });
  const total = 300;
  const writing = (async () => {
    for (let count = 0; count < total; count++) {
      store.silent = count % 3 === 0;
      await append(store, fact(String(count)));
      if (count % 10 === 0) await new Promise(setImmediate);
    }
  })();
  const end = String(total).padStart(16, '0');
  const seen = await Promise.all([1, 3, 50, 1_000].map((limit) => readTo(tail, end, limit)));
  await writing;
  const log = await store.readAll({ after: START, limit: total });
  seen.forEach((events) => expect(events).toEqual(log));
});

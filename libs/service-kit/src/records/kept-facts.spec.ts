import { randomUUID } from 'node:crypto';
import { MemoryEventStore, NO_STREAM, type StreamHead } from '@opsledger/event-store';
import { KeptFacts } from './kept-facts';

class CountingStore extends MemoryEventStore {
  /** How many events each read answered. */
  readonly answered: number[] = [];

  override async readStream(...asked: Parameters<MemoryEventStore['readStream']>) {
    const events = await super.readStream(...asked);
    this.answered.push(events.length);
    return events;
  }
}

const STREAM = 'thing-1';
let store: CountingStore;
let kept: KeptFacts;
let head: StreamHead;

beforeEach(() => {
  [store, head] = [new CountingStore(), NO_STREAM];
  kept = new KeptFacts(store);
});

async function record(text: string, stream = STREAM, expected = head): Promise<StreamHead> {
  const metadata = { actor: { id: 'p-1', name: 'Ada', kind: 'person' as const }, correlationId: 'c-1' };
  const occurredAt = '2026-03-01T09:00:00.000Z';
  const event = { id: randomUUID(), type: 'ThingNoted', data: { text }, occurredAt, metadata };
  return (await store.append(stream, expected, [event])).head;
}

const textsOf = async (stream = STREAM) => (await kept.of(stream)).map(({ data }) => (data as { text: string }).text);

it('are read once, and are the very same list as long as none comes', async () => {
  await record('first');
  const facts = await kept.of(STREAM);
  expect(await kept.of(STREAM)).toBe(facts);
  expect(store.answered).toEqual([1, 0]);
});

it('have what came since behind them, also what another process recorded', async () => {
  head = await record('first');
  await kept.of(STREAM);
  head = await record('second');
  expect(await textsOf()).toEqual(['first', 'second']);
  await record('third');
  expect(await textsOf()).toEqual(['first', 'second', 'third']);
  expect(store.answered).toEqual([1, 1, 1]);
});

it('of a record that is not there are none, until it is', async () => {
  expect(await textsOf()).toEqual([]);
  await record('first');
  expect(await textsOf()).toEqual(['first']);
});

it('are each in its place when several ask at once while facts come', async () => {
  head = await record('first');
  const [one, , two] = await Promise.all([textsOf(), record('second'), textsOf()]);
  expect(one[0]).toBe('first');
  expect(two[0]).toBe('first');
  expect(await textsOf()).toEqual(['first', 'second']);
});

it('are read anew after so many others that there is no room for them', async () => {
  const long = 'x'.repeat(1_500_000);
  for (const stream of ['thing-1', 'thing-2', 'thing-3']) {
    await record(long, stream, NO_STREAM);
    await kept.of(stream);
  }
  store.answered.splice(0);
  await kept.of('thing-3');
  await kept.of('thing-1');
  expect(store.answered).toEqual([0, 1]);
});

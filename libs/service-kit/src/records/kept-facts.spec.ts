import { randomUUID } from 'node:crypto';
import { MemoryEventStore, NO_STREAM, type RecordedEvent, type StreamHead } from '@opsledger/event-store';
import { KeptFacts } from './kept-facts';

class CountingStore extends MemoryEventStore {
  /** How many events each read answered. */
  readonly answered: number[] = [];
  /** What a read waits for before it answers. */
  held: Promise<unknown> | undefined;
  private readonly told: ((events: readonly RecordedEvent[]) => void)[] = [];

  constructor(override soleWriter: boolean) {
    super();
  }

  override async readStream(...asked: Parameters<MemoryEventStore['readStream']>) {
    const events = await super.readStream(...asked);
    this.answered.push(events.length);
    await this.held;
    return events;
  }

  override onAppended(listener: (events: readonly RecordedEvent[]) => void): () => void {
    this.told.push(listener);
    return super.onAppended(listener);
  }

  /** As when the answer to an append was lost. */
  tellOfSomething(): void {
    for (const listener of this.told) listener([]);
  }
}

const STREAM = 'thing-1';
let store: CountingStore;
let kept: KeptFacts;
let head: StreamHead;

function begin(soleWriter: boolean): void {
  [store, head] = [new CountingStore(soleWriter), NO_STREAM];
  kept = new KeptFacts(store);
}

async function record(text: string, stream = STREAM, expected = head): Promise<StreamHead> {
  const metadata = { actor: { id: 'p-1', name: 'Ada', kind: 'person' as const }, correlationId: 'c-1' };
  const occurredAt = '2026-03-01T09:00:00.000Z';
  const event = { id: randomUUID(), type: 'ThingNoted', data: { text }, occurredAt, metadata };
  return (await store.append(stream, expected, [event])).head;
}

const textsOf = async (stream = STREAM) => (await kept.of(stream)).map(({ data }) => (data as { text: string }).text);

describe.each([true, false])('facts, this process being the only writer: %s', (soleWriter) => {
  beforeEach(() => begin(soleWriter));

  it('have what came since behind them, also what another process recorded', async () => {
    head = await record('first');
    await kept.of(STREAM);
    head = await record('second');
    expect(await textsOf()).toEqual(['first', 'second']);
    await record('third');
    expect(await textsOf()).toEqual(['first', 'second', 'third']);
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

  it('are the very same list as long as none comes', async () => {
    await record('first');
    const facts = await kept.of(STREAM);
    expect(await kept.of(STREAM)).toBe(facts);
  });

  it('are not missed when they come while others are read', async () => {
    head = await record('first');
    let answer = (): void => undefined;
    store.held = new Promise<void>((resolve) => (answer = resolve));
    const reading = textsOf();
    await Promise.resolve();
    await record('second');
    answer();
    expect(await reading).toEqual(['first']);
    expect(await textsOf()).toEqual(['first', 'second']);
  });
});

describe('the log', () => {
  it('is asked every time for what came since, where others write', async () => {
    begin(false);
    head = await record('first');
    await kept.of(STREAM);
    await kept.of(STREAM);
    await record('second');
    await kept.of(STREAM);
    expect(store.answered).toEqual([1, 0, 1]);
  });

  it('is asked only when something came, where nobody else writes', async () => {
    begin(true);
    head = await record('first');
    await kept.of(STREAM);
    await record('other', 'thing-2', NO_STREAM);
    await kept.of(STREAM);
    expect(store.answered).toEqual([1]);
    await record('second');
    await kept.of(STREAM);
    await kept.of(STREAM);
    expect(store.answered).toEqual([1, 1]);
  });

  it('is asked again when something came of which nobody says what it was', async () => {
    begin(true);
    await record('first');
    await kept.of(STREAM);
    store.tellOfSomething();
    await kept.of(STREAM);
    await kept.of(STREAM);
    expect(store.answered).toEqual([1, 0]);
  });

  it('is asked every time as long as this process is not the only one any more, and once when it is again', async () => {
    begin(true);
    head = await record('first');
    await kept.of(STREAM);
    store.soleWriter = false;
    await kept.of(STREAM);
    await kept.of(STREAM);
    expect(store.answered).toEqual([1, 0, 0]);
    store.soleWriter = true;
    store.tellOfSomething();
    await kept.of(STREAM);
    await kept.of(STREAM);
    expect(store.answered).toEqual([1, 0, 0, 0]);
  });

  it('is asked again when it could not answer', async () => {
    begin(true);
    await record('first');
    store.held = Promise.reject(new Error('The log is away.'));
    await expect(kept.of(STREAM)).rejects.toThrow('away');
    store.held = undefined;
    expect(await textsOf()).toEqual(['first']);
  });

  it('are read anew after so many others that there is no room for them', async () => {
    begin(false);
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
});

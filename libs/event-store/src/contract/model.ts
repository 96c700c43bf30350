import * as fc from 'fast-check';
import { EventIdTaken, WrongExpectedVersion } from '../errors';
import { START, type NewEvent } from '../event';
import { NO_STREAM, type Appended, type EventStore, type StreamHead } from '../event-store';
import { withStore, type MakeStore, type StoreTraits } from './make-store';
import { aFact, facts } from './samples';

/** What a writer may try; streams and earlier appends are chosen by number, modulo what there is. */
type Attempt =
  | { readonly kind: 'at head' | 'at start' | 'behind'; readonly stream: number; readonly count: number }
  | { readonly kind: 'again'; readonly earlier: number }
  | { readonly kind: 'taken id'; readonly stream: number; readonly earlier: number };

const STREAMS = ['incident-a', 'incident-b', 'incident-c'] as const;

const number = fc.nat({ max: 50 });
const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('at head' as const),
      stream: number,
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('at start' as const, 'behind' as const),
      stream: number,
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const), earlier: number }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('taken id' as const), stream: number, earlier: number }) },
);

/** The log as it should be: what every stream holds, and every append that was accepted. */
class Model {
  constructor(private readonly idsUniqueWithin: StoreTraits['idsUniqueWithin']) {}

  readonly streams = new Map<string, NewEvent[]>(STREAMS.map((stream) => [stream, []]));
  readonly heads = new Map<string, StreamHead[]>(STREAMS.map((stream) => [stream, [NO_STREAM]]));
  readonly accepted: { stream: string; expected: StreamHead; events: NewEvent[]; answer: Appended }[] = [];

  headsOf = (stream: string): StreamHead[] => this.heads.get(stream) ?? [];

  request(attempt: Attempt): { stream: string; expected: StreamHead; events: NewEvent[] } {
    const earlier = 'earlier' in attempt ? this.accepted[attempt.earlier % this.accepted.length] : undefined;
    if (attempt.kind === 'again' && earlier) return earlier;
    const chosen = STREAMS[('stream' in attempt ? attempt.stream : 0) % STREAMS.length] ?? STREAMS[0];
    const stream = this.idsUniqueWithin === 'stream' && earlier ? earlier.stream : chosen;
    const heads = this.headsOf(stream);
    const head = heads.at(-1) ?? NO_STREAM;
    if (attempt.kind === 'taken id' && earlier) return { stream, expected: head, events: [aFact(), ...earlier.events] };
    const expected =
      attempt.kind === 'at start' ? NO_STREAM : attempt.kind === 'behind' ? (heads.at(-2) ?? head) : head;
    return { stream, expected, events: facts('count' in attempt ? attempt.count : 1) };
  }

  accept(stream: string, expected: StreamHead, events: NewEvent[], answer: Appended): void {
    this.streams.get(stream)?.push(...events);
    this.headsOf(stream).push(answer.head);
    this.accepted.push({ stream, expected, events, answer });
  }

  async expectEqual(store: EventStore): Promise<void> {
    for (const [stream, events] of this.streams) {
      const recorded = await store.readStream(stream);
      expect(recorded.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      expect(recorded.map(({ revision }) => revision)).toEqual(events.map((_, index) => index + 1));
    }
    const order = await store.readAll({ after: START, limit: 10_000 });
    expect(order).toEqual(
      this.accepted
        .flatMap(({ answer }) => answer.events)
        .sort((one, other) => (one.position < other.position ? -1 : 1)),
    );
  }
}

/** Random appends, one after the other and at once, end as a model of the log in memory says. */
export function describeModel(makeStore: MakeStore, { idsUniqueWithin }: StoreTraits): void {
  describe('against a model', () => {
    test('one after the other, every attempt ends as the model says', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(attempt, { maxLength: 25 }), (attempts) =>
          withStore(makeStore, async (store) => {
            const model = new Model(idsUniqueWithin);
            for (const each of attempts) await tryOne(store, model, each);
            await model.expectEqual(store);
          })(),
        ),
        { numRuns: 12 },
      );
    });

    test('at once, accepted attempts are all there and refused ones have left nothing', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(attempt, { maxLength: 12 }), { maxLength: 6 }), (rounds) =>
          withStore(makeStore, async (store) => {
            const model = new Model(idsUniqueWithin);
            for (const round of rounds) await tryTogether(store, model, round);
            await model.expectEqual(store);
          })(),
        ),
        { numRuns: 12 },
      );
    });
  });
}

async function tryOne(store: EventStore, model: Model, each: Attempt): Promise<void> {
  const { stream, expected, events } = model.request(each);
  const earlier = model.accepted.find((append) => append.events[0]?.id === events[0]?.id);
  const taken = model.accepted.some((append) => append.events.some(({ id }) => id === events.at(-1)?.id));
  const outcome = await store.append(stream, expected, events).catch((error: unknown) => error);
  if (earlier) expect(outcome).toEqual({ ...earlier.answer, repeated: true });
  else if (taken) expect(outcome).toBeInstanceOf(EventIdTaken);
  else if (expected.revision !== model.headsOf(stream).at(-1)?.revision)
    expect(outcome).toBeInstanceOf(WrongExpectedVersion);
  else model.accept(stream, expected, events, outcome as Appended);
}

async function tryTogether(store: EventStore, model: Model, round: readonly Attempt[]): Promise<void> {
  const requests = round.map((each) => model.request(each));
  const outcomes = await Promise.allSettled(
    requests.map(({ stream, expected, events }) => store.append(stream, expected, events)),
  );
  const fresh = outcomes.flatMap((outcome, index) => {
    const request = requests[index];
    return request && outcome.status === 'fulfilled' && !outcome.value.repeated
      ? [{ ...request, answer: outcome.value }]
      : [];
  });
  fresh.sort((one, other) => (one.answer.position < other.answer.position ? -1 : 1));
  for (const { stream, expected, events, answer } of fresh) {
    expect(expected).toEqual(model.headsOf(stream).at(-1));
    model.accept(stream, expected, events, answer);
  }
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      expect([WrongExpectedVersion, EventIdTaken]).toContain((outcome.reason as Error).constructor);
}

import { MemoryEventStore, NO_STREAM, START, streamOf } from '@opsledger/event-store';
import { fakeClock } from '@opsledger/testing';
import { changeFacts } from '../facts/change-facts';
import { problemFacts } from '../facts/problem-facts';
import { sourcesAsOf } from './as-of';
import type { FactsSource } from './facts-source';

const clock = fakeClock('2026-07-01T12:00:00.000Z');

const keys = { number: 'N1', state: 'x', priority: 'P3', type: 'normal', category: null };

/** A fact of that type, said now. */
const said = (type: string) => ({
  id: crypto.randomUUID(),
  type,
  occurredAt: clock.now().toISOString(),
  data: { keys, title: 'It' },
  metadata: { actor: { id: 'a', name: 'A', kind: 'person' as const }, correlationId: 'spec' },
});

async function aLog() {
  const store = new MemoryEventStore(clock.now);
  await store.append(streamOf('change', 'c-1'), NO_STREAM, [said('ChangeDrafted')]);
  await store.append(streamOf('problem', 'p-1'), NO_STREAM, [said('ProblemLogged'), said('ProblemCanceled')]);
  const reads = jest.spyOn(store, 'readAll');
  return { store, reads, context: { store, clock: clock.now } };
}

const idsIn = (source: FactsSource) => (source.kind === 'known' ? source.rows.map((row: any) => row.id) : source.kind);

test('all kinds of facts come of one pass over the log, and are remembered one by one', async () => {
  const { reads, context } = await aLog();
  clock.advance(600_000);
  const asOf = '2026-07-01T12:00:01.000Z';
  const [both, alone] = await Promise.all([
    sourcesAsOf([changeFacts, problemFacts], asOf, context),
    sourcesAsOf([problemFacts], asOf, context),
  ]);
  // A page, and the empty one behind it.
  expect(reads).toHaveBeenCalledTimes(2);
  expect([changeFacts, problemFacts].map((kind) => idsIn(both.sources(kind)))).toEqual([['c-1'], ['p-1']]);
  expect(idsIn(alone.sources(problemFacts))).toEqual(['p-1']);
  await sourcesAsOf([problemFacts, changeFacts], asOf, context);
  expect(reads).toHaveBeenCalledTimes(2);
});

test('what was recorded while the clock was wrong, hours ahead, hides nothing of what comes after it', async () => {
  const { store, context } = await aLog();
  const drafted = Array.from({ length: 997 }, () => said('ProblemTitleChanged'));
  await store.append(streamOf('problem', 'p-2'), NO_STREAM, [said('ProblemLogged'), ...drafted.slice(2)]);
  clock.advance(7_200_000);
  // The last of a page.
  await store.append(streamOf('problem', 'p-3'), NO_STREAM, [said('ProblemLogged')]);
  clock.advance(-7_200_000);
  await store.append(streamOf('problem', 'p-4'), NO_STREAM, [said('ProblemLogged')]);
  expect((await store.readAll({ after: START, limit: 1_000 })).at(-1)?.subject).toBe('p-3');

  const { sources } = await sourcesAsOf([problemFacts], clock.now().toISOString(), context);
  expect(idsIn(sources(problemFacts))).toEqual(['p-1', 'p-2', 'p-4']);
});

test('what failed once is tried again', async () => {
  const { reads, context } = await aLog();
  clock.advance(600_000);
  const asOf = clock.now().toISOString().replace('12:2', '12:1');
  reads.mockRejectedValueOnce(new Error('gone'));
  await expect(sourcesAsOf([changeFacts, problemFacts], asOf, context)).rejects.toThrow('gone');
  const { sources } = await sourcesAsOf([changeFacts, problemFacts], asOf, context);
  expect(idsIn(sources(problemFacts))).toEqual(['p-1']);
});

test('only so many instants are folded at once, some wait, and more are told to come back', async () => {
  const { store, reads, context } = await aLog();
  const written = clock.now().getTime();
  clock.advance(3_600_000);
  const readAll = MemoryEventStore.prototype.readAll.bind(store);
  let [open, most] = [() => undefined as void, 0];
  const gate = new Promise<void>((resolve) => (open = resolve));
  let reading = 0;
  reads.mockImplementation(async (slice) => {
    most = Math.max(most, ++reading);
    await gate;
    reading -= 1;
    return readAll(slice);
  });
  const ask = (minute: number) =>
    sourcesAsOf([changeFacts], new Date(written + minute * 60_000).toISOString(), context);
  const asked = Array.from({ length: 14 }, (_, minute) => ask(minute));
  const told = Promise.allSettled(asked);
  open();
  const refused = (await told).flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));

  expect(most).toBe(2);
  expect(refused).toHaveLength(4);
  expect(refused[0]).toMatchObject({ status: 503, code: 'too-many-pasts', extensions: { retryAfter: 5 } });
  expect(idsIn((await ask(13)).sources(changeFacts))).toEqual(['c-1']);
});

test('what is known now is read from the tables', async () => {
  const { reads, context } = await aLog();
  const { asOf, sources } = await sourcesAsOf([changeFacts], undefined, context);
  expect([asOf, sources(changeFacts).kind]).toEqual([null, 'table']);
  expect(reads).not.toHaveBeenCalled();
});

test('among many facts of other kinds, over several pages, the same is found as by reading all of them', async () => {
  const { store, context } = await aLog();
  const kinds = [
    ['change', 'ChangeDrafted', 300],
    ['note', 'NoteTaken', 12_000],
    ['problem', 'ProblemLogged', 1_500],
  ] as const;
  for (const [category, type, count] of kinds)
    for (let one = 0; one < count; one++) {
      await store.append(streamOf(category, `${category}-${one}`), NO_STREAM, [said(type)]);
      clock.advance(1_000);
    }
  const end = clock.now().getTime();
  clock.advance(3_600_000);
  const all = new MemoryEventStore(clock.now);
  all.readAll = ({ after, limit }) => store.readAll({ after, limit });
  for (const before of [0, 800, 1_700, 13_000, 13_700]) {
    const asOf = new Date(end - before * 1_000).toISOString();
    const [chosen, whole] = await Promise.all(
      [store, all].map((log) => sourcesAsOf([changeFacts, problemFacts], asOf, { ...context, store: log })),
    );
    for (const kind of [changeFacts, problemFacts]) {
      expect(chosen!.sources(kind)).toEqual(whole!.sources(kind));
    }
    expect(idsIn(chosen!.sources(changeFacts)).length).toBeGreaterThan(1);
  }
});

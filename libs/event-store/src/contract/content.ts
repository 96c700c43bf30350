import * as fc from 'fast-check';
import { UnacceptableEvent } from '../errors';
import { START, type NewEvent } from '../event';
import { NO_STREAM } from '../event-store';
import { withStore, type MakeStore, type StoreTraits } from './make-store';
import { aFact, aStream } from './samples';

const UNACCEPTABLE: readonly [string, Partial<NewEvent>][] = [
  ['a NUL character in data', { data: { text: 'a\0b' } }],
  ['a NUL character in a property name', { data: { 'a\0': 1 } }],
  ['half of a surrogate pair', { data: { text: 'a\ud800b' } }],
  ['a NUL character in metadata', { metadata: { ...aFact().metadata, correlationId: '\0' } }],
  ['an id that is no UUID', { id: 'abc' }],
  ['an upper-case id', { id: '0198C0DE-0000-7000-8000-000000000000' }],
  ['no type', { type: '' }],
  ['a type with a line break', { type: 'Incident\nNoted' }],
  ['a day that does not exist', { occurredAt: '2026-02-30T00:00:00.000Z' }],
  ['a time without milliseconds', { occurredAt: '2026-03-01T00:00:00Z' }],
  ['a local time', { occurredAt: '2026-03-01T00:00:00.000+01:00' }],
  ['data that is an array', { data: [1] }],
  ['more than an append may hold', { data: { text: 'x'.repeat(17 * 1024 * 1024) } }],
];

/** What an event may hold and comes back unchanged, and what is refused before anything is written. */
export function describeContent(makeStore: MakeStore, { largestText }: StoreTraits): void {
  describe('content', () => {
    test(
      'any JSON object comes back as it was',
      withStore(makeStore, async (store) => {
        const unicode = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\0', ''));
        const data = fc.dictionary(unicode, fc.jsonValue({ stringUnit: 'grapheme' }), { maxKeys: 5 });
        await fc.assert(
          fc.asyncProperty(data, async (value) => {
            fc.pre(!JSON.stringify(value).includes('\\u0000'));
            const plain = JSON.parse(JSON.stringify(value)) as object;
            const stream = aStream();
            const { events } = await store.append(stream, NO_STREAM, [aFact({ data: value })]);
            expect(events[0]?.data).toEqual(plain);
            expect(await store.readStream(stream)).toEqual(events);
          }),
          { numRuns: 60 },
        );
      }),
    );

    test(
      'scripts, emoji, quotes, backslashes and text that looks like escapes survive',
      withStore(makeStore, async (store) => {
        const text = 'Grüße, 東京, ‏עברית‏, 👩🏽‍🚒, "q" \\ \\u0000 \\ud800 {a,b} NULL \u001f \u2028 \ufffe';
        const stream = `incident-ü"\\{,}-${text.slice(0, 20)}`;
        const fact = aFact({ data: { [text]: text }, type: 'Notiz "ü" {x}' });
        const { events } = await store.append(stream, NO_STREAM, [fact]);
        expect(await store.readStream(stream)).toEqual(events);
        expect(events[0]).toMatchObject({ ...fact, streamId: stream });
      }),
    );

    test(
      'a large event, and hundreds of events in one append, survive',
      withStore(makeStore, async (store) => {
        const large = aFact({ data: { text: 'ü€𝄞'.repeat(largestText / 3) } });
        const many = Array.from({ length: 1_200 }, () => aFact());
        const [one, other] = await Promise.all([
          store.append('incident-large', NO_STREAM, [large]),
          store.append('incident-many', NO_STREAM, many),
        ]);
        expect((await store.readStream('incident-large'))[0]?.data).toEqual(large.data);
        expect(await store.readStream('incident-many')).toEqual(other.events);
        expect(one.head.revision + other.head.revision).toBe(1_201);
      }),
    );

    test(
      'instants keep their milliseconds, long ago and far ahead',
      withStore(makeStore, async (store) => {
        const instants = [
          '0001-01-01T00:00:00.000Z',
          '1969-12-31T23:59:59.999Z',
          '2026-03-29T01:30:00.120Z',
          '9999-12-31T23:59:59.001Z',
        ];
        await store.append(
          'incident-1',
          NO_STREAM,
          instants.map((occurredAt) => aFact({ occurredAt })),
        );
        expect((await store.readStream('incident-1')).map(({ occurredAt }) => occurredAt)).toEqual(instants);
      }),
    );

    test.each(UNACCEPTABLE)('%s is refused, and others go on', async (_what, change) => {
      await withStore(makeStore, async (store) => {
        const [bad, good] = await Promise.allSettled([
          store.append(aStream(), NO_STREAM, [aFact(), aFact(change)]),
          store.append(aStream(), NO_STREAM, [aFact()]),
        ]);
        expect(bad).toMatchObject({ status: 'rejected', reason: expect.any(UnacceptableEvent) });
        expect(good.status).toBe('fulfilled');
        expect(await store.readAll({ after: START, limit: 10 })).toHaveLength(1);
      })();
    });

    test(
      'nothing at all, a stream without a category and a head from elsewhere are refused',
      withStore(makeStore, async (store) => {
        const refused = [
          store.append(aStream(), NO_STREAM, []),
          store.append('incident', NO_STREAM, [aFact()]),
          store.append('incident-\0', NO_STREAM, [aFact()]),
          store.append(aStream(), { revision: -1, hash: NO_STREAM.hash }, [aFact()]),
          store.append(aStream(), { revision: 0, hash: 'xyz' }, [aFact()]),
        ];
        for (const attempt of await Promise.allSettled(refused))
          expect(attempt).toMatchObject({ status: 'rejected', reason: expect.any(UnacceptableEvent) });
        expect(await store.head()).toBe(START);
      }),
    );

    test(
      'later changes of the objects given do not reach the log or other readers',
      withStore(makeStore, async (store) => {
        const data = { text: 'before' };
        const appending = store.append('incident-1', NO_STREAM, [aFact({ data })]);
        data.text = 'after';
        expect((await appending).events[0]?.data).toEqual({ text: 'before' });
        expect((await store.readStream('incident-1'))[0]?.data).toEqual({ text: 'before' });
      }),
    );
  });
}

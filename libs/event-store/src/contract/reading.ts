import { StoreUnavailable } from '../errors';
import { START } from '../event';
import { NO_STREAM } from '../event-store';
import { withStore, type MakeStore } from './make-store';
import { aFact, aStream, facts } from './samples';

/** Streams from a revision on, the log in pages, single events by id, and what an empty log answers. */
export function describeReading(makeStore: MakeStore): void {
  describe('reading', () => {
    test(
      'an empty log has no events and no head',
      withStore(makeStore, async (store) => {
        expect(await store.head()).toBe(START);
        expect(await store.readAll({ after: START, limit: 10 })).toEqual([]);
        expect(await store.readStream(aStream())).toEqual([]);
        expect(await store.findEvent('0198c0de-0000-7000-8000-000000000000', aStream())).toBeUndefined();
        expect(await store.findEvent('not an id', aStream())).toBeUndefined();
      }),
    );

    test(
      'a stream can be read from any revision on',
      withStore(makeStore, async (store) => {
        const stream = aStream();
        const { events } = await store.append(stream, NO_STREAM, facts(4));
        expect(await store.readStream(stream, { after: 2 })).toEqual(events.slice(2));
        expect(await store.readStream(stream, { after: 4 })).toEqual([]);
      }),
    );

    test(
      'the log can be read in pages, in the order of positions, over all streams',
      withStore(makeStore, async (store) => {
        const appended = [];
        for (const count of [1, 3, 2])
          appended.push(...(await store.append(aStream(), NO_STREAM, facts(count))).events);

        const paged = [];
        for (let after = START; ; after = paged.at(-1)?.position ?? after) {
          const page = await store.readAll({ after, limit: 4 });
          if (page.length === 0) break;
          paged.push(...page);
        }

        expect(paged).toEqual(appended);
        expect([...paged].sort((one, other) => (one.position < other.position ? -1 : 1))).toEqual(paged);
        expect(await store.head()).toBe(appended.at(-1)?.position);
      }),
    );

    test(
      'of the log only some types can be read, and with them how far it was looked',
      withStore(makeStore, async (store) => {
        const all = [];
        for (const types of ['AA', 'ABAB', 'BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB', 'A', 'BB'])
          all.push(
            ...(
              await store.append(
                aStream(),
                NO_STREAM,
                [...types].map((type) => aFact({ type })),
              )
            ).events,
          );

        const read = [];
        for (let after = START; ;) {
          const page = await store.readAll({ after, limit: 3, types: ['A', 'C'] });
          const last = page.at(-1);
          if (!last) break;
          expect(page.length).toBeLessThanOrEqual(3);
          expect(page.slice(0, -1).map(({ type }) => type)).toEqual(page.slice(0, -1).map(() => 'A'));
          expect(last.position > after).toBe(true);
          read.push(...page);
          after = last.position;
        }

        expect(read.filter(({ type }) => type === 'A')).toEqual(all.filter(({ type }) => type === 'A'));
        expect(read.at(-1)).toEqual(all.at(-1));
        expect(read.length).toBeLessThan(all.length);
      }),
    );

    test(
      'an event can be found by its id',
      withStore(makeStore, async (store) => {
        const stream = aStream();
        const { events } = await store.append(stream, NO_STREAM, facts(2));
        expect(await store.findEvent(events[1]?.id ?? '', stream)).toEqual(events[1]);
      }),
    );

    test(
      'an event is found only by its id as it was recorded, in lower case',
      withStore(makeStore, async (store) => {
        const stream = aStream();
        const fact = facts(1)[0]!;
        const id = `abcdef${fact.id.slice(6)}`;
        await store.append(stream, NO_STREAM, [{ ...fact, id }]);
        expect(await store.findEvent(id, stream)).toMatchObject({ id });
        expect(await store.findEvent(id.toUpperCase(), stream)).toBeUndefined();
      }),
    );

    test('a closed store is unavailable', async () => {
      const store = await makeStore({});
      await store.close();
      await expect(store.append(aStream(), NO_STREAM, facts(1))).rejects.toThrow(StoreUnavailable);
      await expect(store.head()).rejects.toThrow(StoreUnavailable);
      await expect(store.readAll({ after: START, limit: 1 })).rejects.toThrow(StoreUnavailable);
    });
  });
}

import { WrongExpectedVersion } from '../errors';
import { NO_STREAM } from '../event-store';
import { chain } from '../hash-chain';
import { withStore, type MakeStore } from './make-store';
import { aFact, aStream, facts, headOf } from './samples';

/** Revisions, heads, hash chain and the clock of a single writer, and who is told of its appends. */
export function describeAppending(makeStore: MakeStore): void {
  describe('appending', () => {
    test(
      'numbers the events of a stream from 1 without gaps and answers the new head',
      withStore(makeStore, async (store) => {
        const stream = aStream();
        const first = await store.append(stream, NO_STREAM, facts(2));
        const second = await store.append(stream, first.head, facts(3));

        expect(first.events.map(({ revision }) => revision)).toEqual([1, 2]);
        expect(second.events.map(({ revision }) => revision)).toEqual([3, 4, 5]);
        expect(second.head).toEqual({ revision: 5, hash: second.events[2]?.hash });
        expect(second.position).toBe(second.events[2]?.position);
        expect(second.repeated).toBe(false);
        expect(await store.readStream(stream)).toEqual([...first.events, ...second.events]);
      }),
    );

    test(
      'keeps what it was given and says where it went',
      withStore(makeStore, async (store) => {
        const fact = aFact();
        const { events } = await store.append('incident-42-a', NO_STREAM, [fact]);
        expect(events[0]).toMatchObject({ ...fact, streamId: 'incident-42-a', category: 'incident', subject: '42-a' });
      }),
    );

    test(
      'refuses a head the stream has left, has not reached, or never had, and writes nothing then',
      withStore(makeStore, async (store) => {
        const stream = aStream();
        const { head, events } = await store.append(stream, NO_STREAM, facts(2));
        const left = { revision: 1, hash: events[0]?.hash ?? '' };
        const ahead = { ...head, revision: 3 };
        const neverHad = { ...head, hash: 'f'.repeat(64) };
        for (const expected of [NO_STREAM, left, ahead, neverHad, { ...NO_STREAM, hash: head.hash }]) {
          const refusal = store.append(stream, expected, [aFact()]);
          await expect(refusal).rejects.toThrow(WrongExpectedVersion);
          await expect(refusal).rejects.toMatchObject({ streamId: stream, expected, actual: 2 });
        }
        await expect(store.append(aStream(), head, [aFact()])).rejects.toMatchObject({ actual: 0 });
        await expect(store.append(aStream(), { ...NO_STREAM, hash: head.hash }, [aFact()])).rejects.toThrow(
          WrongExpectedVersion,
        );
        expect(await store.head()).toBe(head && events[1]?.position);
      }),
    );

    test(
      'chains the events of a stream by their hashes',
      withStore(makeStore, async (store) => {
        const stream = aStream();
        const given = facts(3);
        const { head } = await store.append(stream, NO_STREAM, given.slice(0, 1));
        await store.append(aStream(), NO_STREAM, facts(1));
        await store.append(stream, head, given.slice(1));

        const events = await store.readStream(stream);
        let previous = NO_STREAM;
        for (const event of events) {
          const { data, metadata, recordedAt, revision } = event;
          const stored = { ...event, data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
          expect(chain(previous, stream, recordedAt, [stored])).toEqual([event.hash]);
          previous = { revision, hash: event.hash };
        }
        expect(await headOf(store, stream)).toEqual(previous);
      }),
    );

    test.each([
      ['a little does not take it backwards', '2026-03-01T08:55:00.000Z', '2026-03-01T09:00:00.000Z'],
      ['far was wrong before, and is followed', '2026-03-01T08:00:00.000Z', '2026-03-01T08:00:00.000Z'],
    ])('recordedAt comes from the clock; one that is set back %s', async (_what, setBack, recorded) => {
      const times = ['2026-03-01T09:00:00.000Z', setBack, '2026-03-01T09:00:00.005Z'];
      let next = 0;
      const clock = () => new Date(times[next++] ?? '2026-03-01T10:00:00.000Z');
      await withStore(
        makeStore,
        async (store) => {
          for (let count = 0; count < 3; count++) await store.append(aStream(), NO_STREAM, facts(1));
          const events = await store.readAll({ after: '0'.repeat(16), limit: 10 });
          expect(events.map(({ recordedAt }) => recordedAt)).toEqual([times[0], recorded, times[2]]);
        },
        clock,
      )();
    });

    test(
      'tells listeners of own appends, with the events, until they leave',
      withStore(makeStore, async (store) => {
        const told: unknown[] = [];
        const leave = store.onAppended((events) => told.push(...events));
        const { events } = await store.append(aStream(), NO_STREAM, facts(2));
        leave();
        await store.append(aStream(), NO_STREAM, facts(1));
        expect(told).toEqual(events);
      }),
    );
  });
}

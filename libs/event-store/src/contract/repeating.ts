import { EventIdTaken, UnacceptableEvent } from '../errors';
import { NO_STREAM } from '../event-store';
import { withStore, type MakeStore, type StoreTraits } from './make-store';
import { aFact, aStream, facts, headOf } from './samples';

/** An append under ids that are there already changes nothing, and answers what was recorded the first time. */
export function describeRepeating(makeStore: MakeStore, { idsUniqueWithin }: StoreTraits): void {
  const acrossStreams = idsUniqueWithin === 'log';

  describe('repeating an append', () => {
    test(
      'answers what was recorded the first time, however the stream went on',
      withStore(makeStore, async (store) => {
        const stream = aStream();
        const given = facts(2);
        const first = await store.append(stream, NO_STREAM, given);
        await store.append(stream, first.head, facts(1));
        expect(await store.append(stream, NO_STREAM, given)).toEqual({ ...first, repeated: true });
        expect((await headOf(store, stream)).revision).toBe(3);
      }),
    );

    test(
      'is recognised by the ids alone: other content under them changes nothing',
      withStore(makeStore, async (store) => {
        const fact = aFact();
        const stream = aStream();
        const first = await store.append(stream, NO_STREAM, [fact]);
        const other = acrossStreams ? aStream() : stream;
        const again = await store.append(other, NO_STREAM, [{ ...fact, data: { text: 'another' } }]);
        expect(again).toEqual({ ...first, repeated: true });
      }),
    );

    test(
      'at the same time records it once, and everybody gets the same answer',
      withStore(makeStore, async (store) => {
        const stream = aStream();
        const given = facts(2);
        const answers = await Promise.all(Array.from({ length: 12 }, () => store.append(stream, NO_STREAM, given)));
        expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
        for (const { events } of answers) expect(events).toEqual(answers[0]?.events);
        expect(await store.readStream(stream)).toHaveLength(2);
      }),
    );

    test(
      'from another head of its stream is recognised as well',
      withStore(makeStore, async (store) => {
        const stream = aStream();
        const given = facts(2);
        const first = await store.append(stream, NO_STREAM, given);
        const { head } = await store.append(stream, first.head, facts(1));
        for (const expected of [first.head, head])
          expect(await store.append(stream, expected, given)).toEqual({ ...first, repeated: true });
        expect(await headOf(store, stream)).toEqual(head);
      }),
    );

    if (acrossStreams)
      test(
        'at the same time under another stream records it once',
        withStore(makeStore, async (store) => {
          const given = facts(1);
          const answers = await Promise.all(Array.from({ length: 8 }, () => store.append(aStream(), NO_STREAM, given)));
          expect(new Set(answers.map(({ events }) => events[0]?.streamId)).size).toBe(1);
          expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
        }),
      );
    else
      test(
        'under another stream is another event, and is found there only',
        withStore(makeStore, async (store) => {
          const [one, other] = [aStream(), aStream()];
          const fact = aFact();
          const first = await store.append(one, NO_STREAM, [fact]);
          const second = await store.append(other, NO_STREAM, [fact]);
          expect([first.repeated, second.repeated]).toEqual([false, false]);
          expect(await store.findEvent(fact.id, other)).toEqual(second.events[0]);
          expect(await store.findEvent(fact.id, aStream())).toBeUndefined();
        }),
      );

    test(
      'mixed with new events is refused',
      withStore(makeStore, async (store) => {
        const known = aFact();
        const stream = aStream();
        const { head } = await store.append(stream, NO_STREAM, [known]);
        const mixed = store.append(stream, head, [aFact(), known]);
        await expect(mixed).rejects.toThrow(EventIdTaken);
        await expect(mixed).rejects.toMatchObject({ id: known.id });
        expect(await store.readStream(stream)).toHaveLength(1);
        await expect(store.append(aStream(), NO_STREAM, [known, known])).rejects.toThrow(UnacceptableEvent);
      }),
    );
  });
}

import { EventIdTaken, UnacceptableEvent } from '../errors';
import { NO_STREAM } from '../event-store';
import { withStore, type MakeStore } from './make-store';
import { aFact, aStream, facts, headOf } from './samples';

export function describeRepeating(makeStore: MakeStore): void {
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
        const [fact] = [aFact()];
        const first = await store.append(aStream(), NO_STREAM, [fact]);
        const again = await store.append(aStream(), NO_STREAM, [{ ...fact, data: { text: 'another' } }]);
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
      'at the same time under another stream records it once',
      withStore(makeStore, async (store) => {
        const given = facts(1);
        const answers = await Promise.all(Array.from({ length: 8 }, () => store.append(aStream(), NO_STREAM, given)));
        expect(new Set(answers.map(({ events }) => events[0]?.streamId)).size).toBe(1);
        expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
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

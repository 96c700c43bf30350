import { WrongExpectedVersion } from '../errors';
import { START, type RecordedEvent } from '../event';
import { NO_STREAM, type EventStore } from '../event-store';
import { withStore, type MakeStore, type StoreTraits } from './make-store';
import { aFact, aStream, facts, headOf } from './samples';

/** Writers at once: one wins from a head, none takes another down with it, and a reader misses nothing. */
export function describeConcurrency(makeStore: MakeStore, { idsUniqueWithin }: StoreTraits): void {
  const acrossStreams = idsUniqueWithin === 'log';

  describe('many writers', () => {
    test(
      'of one stream: exactly one wins from a head',
      withStore(makeStore, async (store) => {
        const stream = aStream();
        const attempts = await Promise.allSettled(
          Array.from({ length: 20 }, () => store.append(stream, NO_STREAM, facts(2))),
        );
        expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const attempt of attempts)
          if (attempt.status === 'rejected') expect(attempt.reason).toBeInstanceOf(WrongExpectedVersion);
        expect(await store.readStream(stream)).toHaveLength(2);
      }),
    );

    test(
      'of many streams: one that fails takes no other with it',
      withStore(makeStore, async (store) => {
        const taken = aStream();
        const known = aFact();
        await store.append(taken, NO_STREAM, [known]);
        const attempts = await Promise.allSettled(
          Array.from({ length: 90 }, (_, index) => {
            if (index % 3 === 0) return store.append(taken, NO_STREAM, [aFact()]);
            if (index % 10 === 1) return store.append(acrossStreams ? aStream() : taken, NO_STREAM, [aFact(), known]);
            return store.append(aStream(), NO_STREAM, facts(1 + (index % 3)));
          }),
        );
        attempts.forEach(({ status }, index) =>
          expect(status).toBe(index % 3 === 0 || index % 10 === 1 ? 'rejected' : 'fulfilled'),
        );
      }),
    );

    test(
      'a reader sees every event once and in order while 16 writers write and some of them fail',
      withStore(makeStore, async (store) => {
        let written = 0;
        const write = async (writer: number) => {
          const stream = writer % 4 === 0 ? 'incident-shared' : aStream();
          for (let round = 0; round < 25; round++) {
            const count = 1 + ((writer + round) % 3);
            const expected = round % 7 === 6 ? NO_STREAM : await headOf(store, stream);
            const attempt = await store.append(stream, expected, facts(count)).catch((error: unknown) => error);
            if (!(attempt instanceof WrongExpectedVersion)) written += count;
          }
        };
        const writing = Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));
        let done = false;
        const seen = await Promise.all([readUntil(store, () => done, 7), writing.then(() => (done = true))]).then(
          ([events]) => events,
        );

        expect(seen).toHaveLength(written);
        expect(seen).toEqual(await store.readAll({ after: START, limit: written + 1 }));
        for (const stream of new Set(seen.map(({ streamId }) => streamId)))
          expect(seen.filter(({ streamId }) => streamId === stream)).toEqual(await store.readStream(stream));
      }),
    );
  });
}

/** Follows the log from its start, page by page, until the writers are done and nothing is left. */
async function readUntil(store: EventStore, done: () => boolean, limit: number): Promise<RecordedEvent[]> {
  const seen: RecordedEvent[] = [];
  for (;;) {
    const last = done();
    const page = await store.readAll({ after: seen.at(-1)?.position ?? START, limit });
    seen.push(...page);
    if (page.length === 0 && last) return seen;
    if (page.length === 0) await new Promise(setImmediate);
  }
}

import { randomUUID } from 'node:crypto';
import { jsonEvent } from '@eventstore/db-client';
import { eventually } from '@opsledger/testing';
import { eventStoreContract } from '../contract/event-store-contract';
import { aFact, aStream, facts } from '../contract/samples';
import { compareLogs } from '../copy/compare-logs';
import { copyLog } from '../copy/copy-log';
import { UnacceptableEvent } from '../errors';
import { START } from '../event';
import { NO_STREAM } from '../event-store';
import { MemoryEventStore } from '../memory/memory-event-store';
import { verifyChains } from '../verify/verify-log';
import { clientFor } from './connection-string';
import { KurrentDbEventStore, type KurrentDbEventStoreOptions } from './kurrentdb-event-store';

/**
 * The contract of the port against a real server: `KURRENTDB_URL=… npm run test:kurrentdb`. The server may be used by others and
 * by earlier runs: every test has a log of its own, in streams that begin with `opsledger-test-<run>-<number>.`, and
 * looks at nothing else. They stay on the server.
 */
const RUN = randomUUID().slice(0, 8);
const url = process.env.KURRENTDB_URL ?? '';
let logs = 0;

const aPrefix = (): string => `opsledger-test-${RUN}-${++logs}.`;

const open = (options: Partial<KurrentDbEventStoreOptions> = {}) =>
  KurrentDbEventStore.open({ url, prefix: aPrefix(), deadlineMs: 30_000, ...options });

/** A server takes one mebibyte an append unless it is told otherwise; these characters are three bytes each. */
const LARGEST_TEXT = 300_000;

describe(`run ${RUN}`, () => {
  eventStoreContract(({ clock }) => open({ clock }), { idsUniqueWithin: 'stream', largestText: LARGEST_TEXT });

  describe('on the server', () => {
    test('events of others are not seen', async () => {
      const client = clientFor(url);
      const foreign = () =>
        client.appendToStream(
          `foreign-${RUN}`,
          [1, 2, 3].map((count) => jsonEvent({ type: 'Foreign', data: { count } })),
        );
      await foreign();
      const store = await open();
      await foreign();
      expect(await store.head()).toBe(START);
      expect(await store.readAll({ after: START, limit: 10 })).toEqual([]);
      const { events } = await store.append(aStream(), NO_STREAM, facts(2));
      await foreign();
      expect(await store.readAll({ after: START, limit: 10 })).toEqual(events);
      expect(await store.head()).toBe(events[1]?.position);
      await store.close();
      await client.dispose();
    });

    test('a log is found again by another process, from the same beginning', async () => {
      const prefix = aPrefix();
      const stores = await Promise.all([open({ prefix }), open({ prefix })]);
      const { events } = await stores[0].append(aStream(), NO_STREAM, facts(3));
      await Promise.all(stores.map((store) => store.close()));
      const later = await open({ prefix });
      expect(await later.readAll({ after: START, limit: 10 })).toEqual(events);
      await later.close();
    });

    test('positions are the same from an append, from its stream and from the whole log', async () => {
      const store = await open();
      const stream = aStream();
      const one = await store.append(stream, NO_STREAM, facts(1));
      const three = await store.append(stream, one.head, facts(3));
      const answered = [...one.events, ...three.events];
      expect(await store.readStream(stream)).toEqual(answered);
      expect(await store.readAll({ after: START, limit: 10 })).toEqual(answered);
      expect(await store.readAll({ after: answered[1]!.position, limit: 1 })).toEqual([answered[2]]);
      expect(await store.head()).toBe(three.position);
      await store.close();
    });

    test('two processes of one log recognise what the other repeats, and see what it wrote', async () => {
      const prefix = aPrefix();
      const [one, other] = await Promise.all([open({ prefix }), open({ prefix })]);
      const stream = aStream();
      const given = facts(2);
      const answers = await Promise.all([one, other, one, other].map((each) => each.append(stream, NO_STREAM, given)));
      expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
      for (const { events } of answers) expect(events).toEqual(answers[0]?.events);
      await other.append(stream, answers[0]!.head, facts(1));
      await expect(one.append(stream, answers[0]!.head, facts(1))).rejects.toMatchObject({ actual: 3 });
      expect(await one.readStream(stream)).toEqual(await other.readStream(stream));
      await Promise.all([one.close(), other.close()]);
    });

    test('a stream longer than a page is read whole, and its last event can be found', async () => {
      const store = await open();
      const stream = aStream();
      const first = await store.append(stream, NO_STREAM, facts(700));
      const second = await store.append(stream, first.head, facts(700));
      expect(await store.readStream(stream)).toEqual([...first.events, ...second.events]);
      expect(await store.findEvent(second.events.at(-1)!.id, stream)).toEqual(second.events.at(-1));
      await store.close();
    });

    test('an append larger than the server takes is unacceptable, and others go on', async () => {
      const store = await open();
      const tooLarge = aFact({ data: { text: 'x'.repeat(16 * 1024 * 1024 - 2_000) } });
      // A server set to its highest limit takes it; both are right.
      await store
        .append(aStream(), NO_STREAM, [tooLarge])
        .catch((error: unknown) => expect(error).toBeInstanceOf(UnacceptableEvent));
      await store.append(aStream(), NO_STREAM, facts(1));
      await store.close();
    });

    test('a log comes to the server and back as it was', async () => {
      const [source, back] = [new MemoryEventStore(), new MemoryEventStore()];
      for (let record = 0; record < 20; record++) {
        const stream = aStream();
        const { head } = await source.append(stream, NO_STREAM, facts(1 + (record % 4)));
        await source.append(stream, head, facts(2));
      }
      const store = await open();
      await copyLog(source, store);
      expect(await compareLogs(source, store)).toMatchObject({ same: true, differences: [] });
      expect(await copyLog(source, store)).toMatchObject({ copied: 0 });
      await copyLog(store, back);
      expect(await compareLogs(source, back)).toMatchObject({ same: true, differences: [] });
      expect(await verifyChains(store)).toMatchObject({ intact: true });
      await store.close();
    });

    test('an append by another process wakes listeners up', async () => {
      const prefix = aPrefix();
      const [listening, writing] = await Promise.all([open({ prefix }), open({ prefix })]);
      let told = 0;
      listening.onAppended(() => (told += 1));
      await eventually(() => expect(told).toBeGreaterThan(0));
      const before = told;
      await writing.append(aStream(), NO_STREAM, facts(1));
      await eventually(() => expect(told).toBeGreaterThan(before));
      await Promise.all([listening.close(), writing.close()]);
    });
  });
});

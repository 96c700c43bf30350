import fc from 'fast-check';
import { START } from '@opsledger/event-store';
import { anEvent, chained } from '../messages/event.fixture';
import { ChainSorter } from './chain-sorter';

const log = chained(Array.from({ length: 40 }, (_, index) => anEvent(3 * index + 2)));
const events = log.map(({ event }) => event);

/** A partition that each event is in, and what relays that died and began again put there: pieces of the log, doubled. */
const sent = fc.record({
  partOf: fc.array(fc.nat(3), { minLength: log.length, maxLength: log.length }),
  terms: fc.array(fc.tuple(fc.nat(log.length), fc.nat(log.length)), { maxLength: 4 }),
});

interface Sent {
  readonly partOf: readonly number[];
  readonly terms: readonly (readonly [number, number])[];
}

function partitionsOf({ partOf, terms }: Sent): number[][] {
  const indexes = log.map((_, index) => index);
  // A term begins at or before what the last one had acknowledged; here the last sends everything.
  const order = [...terms.map(([from, count]) => indexes.slice(0, from).slice(-count)), indexes].flat();
  return [0, 1, 2, 3].map((part) => order.filter((index) => partOf[index] === part));
}

it('gives every event once and in log order, however partitions are interleaved and relays repeat themselves', () => {
  fc.assert(
    fc.property(sent, fc.array(fc.nat(3), { maxLength: 400 }), (what, turns) => {
      const partitions = partitionsOf(what);
      const sorter = new ChainSorter(START);
      const out = [];
      for (const part of [...turns, ...partitions.flatMap((left, part) => left.map(() => part))]) {
        const index = partitions[part]?.shift();
        if (index !== undefined) out.push(...sorter.add(String(part), log[index]!));
      }
      expect(out).toEqual(events);
      expect([sorter.waiting, ...['0', '1', '2', '3'].map((part) => sorter.waitingOf(part))]).toEqual([0, 0, 0, 0, 0]);
    }),
  );
});

it('finds what is lost, and goes on when the log gives it', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(log, { maxLength: log.length - 1 }), fc.nat(log.length), (arriving, upTo) => {
      const sorter = new ChainSorter(START);
      const out = arriving.flatMap((linked, index) => sorter.add(String(index % 3), linked));
      for (let gapEnd = sorter.gapEnd; gapEnd !== undefined; gapEnd = sorter.gapEnd) {
        const { end } = sorter;
        expect(gapEnd > end).toBe(true);
        out.push(...sorter.advance(events.filter(({ position }) => position <= gapEnd!)));
      }
      out.push(...sorter.advance(events.slice(0, upTo)));
      expect(out).toEqual(events.slice(0, out.length));
      expect(sorter.waiting).toBe(0);
    }),
  );
});

it('begins anywhere and passes over what is before', () => {
  const sorter = new ChainSorter(events[9]!.position);
  expect(log.flatMap((linked) => sorter.add('a', linked))).toEqual(events.slice(10));
});

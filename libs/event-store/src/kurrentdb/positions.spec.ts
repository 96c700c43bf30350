import * as fc from 'fast-check';
import { follows, START } from '../event';
import { commitOf, positionOfCommit } from './positions';

const offset = fc.bigInt({ min: 1n, max: 10n ** 16n - 1n });

test('positions compare as text in the order of the offsets, and lead back to them', () => {
  fc.assert(
    fc.property(offset, offset, (one, other) => {
      const [first, second] = [positionOfCommit(String(one)), positionOfCommit(String(other))];
      expect(first).toHaveLength(START.length);
      expect(first > START).toBe(true);
      expect(first < second).toBe(one < other);
      expect(commitOf(first)).toBe(String(one));
    }),
  );
});

test('two events are never taken for neighbours: none is one byte long', () => {
  const shortest = 60n;
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n }), fc.bigInt({ min: shortest, max: 10n ** 7n }), (at, length) => {
      expect(follows(positionOfCommit(String(at)), positionOfCommit(String(at + length)))).toBe(false);
    }),
  );
});

test('a server that does not say where an event lies, or a log beyond 16 digits, is refused', () => {
  expect(() => positionOfCommit('18446744073709551615')).toThrow('22.10');
  expect(() => positionOfCommit('10000000000000000')).toThrow('outgrown');
});

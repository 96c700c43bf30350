import fc from 'fast-check';
import { inTellingOrder } from './in-telling-order';

const said = (identity: string, hour: number) => ({
  identity,
  occurredAt: `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`,
});
const names = (sayings: readonly { readonly identity: string }[]) => sayings.map(({ identity }) => identity).join(' ');

test('new ones go where they are told, known ones keep their order', () => {
  const known = [said('a', 1), said('b', 5), said('c', 3)];
  expect(names(inTellingOrder(known, [said('a', 1), said('n', 9), said('b', 5)]))).toBe('a n b c');
  expect(names(inTellingOrder(known, [said('c', 3), said('n', 2), said('a', 1)]))).toBe('a b c n');
  expect(names(inTellingOrder([], [said('n', 2), said('m', 1)]))).toBe('n m');
});

test('among what is not told this time their own time decides', () => {
  const known = [said('a', 1), said('b', 5), said('c', 7)];
  expect(names(inTellingOrder(known, [said('n', 6)]))).toBe('a b n c');
  expect(names(inTellingOrder(known, [said('n', 5)]))).toBe('a b n c');
  expect(names(inTellingOrder(known, [said('n', 0), said('m', 8)]))).toBe('n a b c m');
});

test('however a life is divided into files, it is one life', () => {
  const files = fc
    .array(fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { maxLength: 12 }), { maxLength: 5 })
    .map((hours) => hours.map((file) => file.toSorted((a, b) => a - b).map((hour) => said(`h${hour}`, hour))));
  fc.assert(
    fc.property(files, (told) => {
      const all = told.reduce((known, file) => inTellingOrder(known, file), [] as ReturnType<typeof said>[]);
      const hours = new Set(told.flat().map(({ identity }) => identity));
      expect(all.map(({ occurredAt }) => occurredAt)).toEqual(all.map(({ occurredAt }) => occurredAt).toSorted());
      expect(new Set(all.map(({ identity }) => identity))).toEqual(hours);
      expect(all).toHaveLength(hours.size);
    }),
  );
});

import * as fc from 'fast-check';
import { bookValue } from './depreciation';

const laptop = { cost: 1200, date: '2024-01-31', months: 36, salvage: 120 };

test.each([
  ['2023-06-01T00:00:00Z', 1200],
  ['2024-01-31T00:00:00Z', 1200],
  ['2027-01-31T00:00:00Z', 120],
  ['2030-01-01T00:00:00Z', 120],
])('on %s it is worth %d', (on, value) => expect(bookValue(laptop, on)).toBe(value));

test('half way it has lost half, and a month without a 31st ends with its last day', () => {
  expect(bookValue({ cost: 100, date: '2026-01-01', months: 24, salvage: 0 }, '2027-01-01T00:00:00Z')).toBe(50);
  expect(bookValue({ cost: 100, date: '2026-01-31', months: 1, salvage: 0 }, '2026-02-28T00:00:00Z')).toBe(0);
});

test('it never gains value, and stays between cost and salvage', () => {
  const day = fc.integer({ min: 0, max: 3_000 }).map((n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString());
  fc.assert(
    fc.property(
      day,
      day,
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 0, max: 2_000 }),
      (a, b, months, salvage) => {
        const [earlier, later] = [a, b].sort() as [string, string];
        const purchase = { ...laptop, months, salvage };
        const [before, after] = [bookValue(purchase, earlier), bookValue(purchase, later)];
        expect(after).toBeLessThanOrEqual(before);
        expect(before).toBeLessThanOrEqual(1200);
        expect(after).toBeGreaterThanOrEqual(Math.min(salvage, 1200));
      },
    ),
  );
});

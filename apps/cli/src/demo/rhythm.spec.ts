import * as fc from 'fast-check';
import { randomOf } from './random';
import { apportion, reportTimes } from './rhythm';

const FROM = Date.UTC(2025, 0, 1, 12);
const TO = Date.UTC(2026, 0, 1, 12);

test('exactly as many as asked for, in order, inside the year', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 500 }), fc.string(), (count, seed) => {
      const times = reportTimes(count, FROM, TO, randomOf(seed));
      expect(times).toHaveLength(count);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      for (const at of times) expect(at >= FROM && at < TO).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('weekdays, mornings and autumn are busy', () => {
  const dates = reportTimes(20_000, FROM, TO, randomOf('rhythm')).map((at) => new Date(at));
  const count = (holds: (date: Date) => boolean) => dates.filter(holds).length;
  expect(count((date) => date.getUTCDay() === 1)).toBeGreaterThan(count((date) => date.getUTCDay() === 6) * 4);
  expect(count((date) => date.getUTCHours() === 9)).toBeGreaterThan(count((date) => date.getUTCHours() === 3) * 15);
  expect(count((date) => date.getUTCMonth() === 10)).toBeGreaterThan(count((date) => date.getUTCMonth() === 7) * 1.2);
});

test('shares add up to the whole', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 });
  fc.assert(
    fc.property(fc.nat(1000), weights, (count, parts) => {
      expect(apportion(count, parts).reduce((sum, part) => sum + part, 0)).toBe(count);
    }),
  );
});

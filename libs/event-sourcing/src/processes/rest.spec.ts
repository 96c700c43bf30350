import { restAfter } from './rest';

test.each([
  ['little work, little rest', 5, 0, 10_000, 50],
  ['much work, much rest', 200, 1_000, 10_000, 2_000],
  ['no longer than the oldest order may wait', 200, 9_500, 10_000, 500],
  ['half of the time, when orders have waited long enough', 200, 12_000, 10_000, 200],
  ['none without patience', 200, 0, 0, 0],
])('%s', (_, worked, overdue, patience, rest) => {
  expect(restAfter(worked, overdue, patience)).toBe(rest);
});

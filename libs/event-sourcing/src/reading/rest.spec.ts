import { restAfter } from './rest';

const round = { worked: 100, overdue: 0, patience: 10_000, busy: 1 };

test.each([
  ['hardly, when nobody else has anything to do', { ...round, busy: 0.05 }, 25],
  ['twice as long as it worked, while somebody is there', { ...round, busy: 0.3 }, 200],
  ['long, while others are busy', round, 1_000],
  ['less, when orders have waited as long as they may', { ...round, overdue: 12_000 }, 400],
  ['half of the time, when they have waited much longer', { ...round, overdue: 400_000 }, 100],
  ['never, without patience', { ...round, patience: 0 }, 0],
])('rests %s', (_, given, rest) => {
  expect(restAfter(given)).toBe(rest);
});

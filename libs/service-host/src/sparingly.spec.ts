import { sparingly } from './sparingly';

test('a failure is told at once; those that follow once a minute, with how many there were', () => {
  let now = 0;
  const told: unknown[] = [];
  const tell = sparingly(
    (error, more) => void told.push([error, more]),
    () => now,
  );
  for (const [at, error] of [
    [0, 'a'],
    [5_000, 'b'],
    [59_000, 'c'],
    [60_000, 'd'],
    [61_000, 'e'],
    [500_000, 'f'],
  ] as const) {
    now = at;
    tell(error);
  }
  expect(told).toEqual([
    ['a', 0],
    ['d', 2],
    ['f', 1],
  ]);
});

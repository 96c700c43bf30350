import { randomOf } from './random';

const draws = (seed: string) =>
  Array.from(
    { length: 50 },
    (
      (random) => () =>
        random.next()
    )(randomOf(seed)),
  );

test('the same seed draws the same, another seed something else', () => {
  expect(draws('a')).toEqual(draws('a'));
  expect(draws('a')).not.toEqual(draws('b'));
});

test('draws are spread evenly over 0 to 1', () => {
  const random = randomOf('spread');
  const tenths = new Array<number>(10).fill(0);
  for (let n = 0; n < 10_000; n++) tenths[Math.floor(random.next() * 10)]!++;
  for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});

test('a fork goes its own way and leaves its origin as it is', () => {
  const [one, other] = [randomOf('x'), randomOf('x')];
  const fork = one.fork('branch');
  fork.next();
  expect(one.next()).toBe(other.next());
  expect(randomOf('x').fork('branch').next()).toBe(randomOf('x').fork('branch').next());
});

test('weights and medians are kept', () => {
  const random = randomOf('weights');
  const picked = Array.from({ length: 4_000 }, () =>
    random.weighted([
      ['a', 3],
      ['b', 1],
    ] as const),
  );
  expect(Math.abs(picked.filter((word) => word === 'a').length - 3_000)).toBeLessThan(150);
  const around = Array.from({ length: 4_001 }, () => random.around(60)).sort((a, b) => a - b);
  expect(Math.abs(around[2_000]! - 60)).toBeLessThan(5);
});

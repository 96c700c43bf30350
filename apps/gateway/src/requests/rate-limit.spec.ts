import { RateLimit } from './rate-limit';

function aLimit(perSecond: number) {
  let now = 0;
  const limit = new RateLimit(perSecond, () => new Date(now));
  const refused = (token = 'a'): { status: number; extensions: { retryAfter: number } } | undefined => {
    try {
      limit.take(token);
      return undefined;
    } catch (error) {
      return error as never;
    }
  };
  return { refused, pass: (ms: number) => void (now += ms) };
}

test('lets ten seconds’ worth through at once, then as many as come back', () => {
  const { refused, pass } = aLimit(2);
  for (let sent = 0; sent < 20; sent++) expect(refused()).toBeUndefined();
  expect(refused()).toMatchObject({ status: 429, extensions: { retryAfter: 1 } });
  expect(refused('another')).toBeUndefined();
  pass(500);
  expect(refused()).toBeUndefined();
  expect(refused()).toMatchObject({ status: 429 });
});

test('a clock that is set back takes nothing away', () => {
  const { refused, pass } = aLimit(1);
  expect(refused()).toBeUndefined();
  pass(-3_600_000);
  for (let sent = 0; sent < 9; sent++) expect(refused()).toBeUndefined();
  expect(refused()).toMatchObject({ status: 429 });
});

test('no rate, no limit', () => {
  const { refused } = aLimit(0);
  for (let sent = 0; sent < 1_000; sent++) expect(refused()).toBeUndefined();
});

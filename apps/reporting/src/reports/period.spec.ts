import { periodOf } from './period';

const lasts = (asked: Parameters<typeof periodOf>[0], now: string) => {
  const { from, to } = periodOf(asked, new Date(now));
  return [from, to];
};

test.each([
  ['today, where clocks change over its midnight', {}, '2018-11-04T15:00:00.000Z'],
  ['a day whose midnight clocks change over', { to: '2018-11-04' }, '2018-12-24T15:00:00.000Z'],
])('the thirty days until %s are whole days', (_, asked, now) => {
  expect(lasts({ ...asked, zone: 'America/Sao_Paulo' }, now)).toEqual([
    '2018-10-05T03:00:00.000Z',
    '2018-11-04T03:00:00.000Z',
  ]);
});

test('the thirty days until an instant begin at the same time of day', () => {
  const to = '2026-04-10T15:30:00Z';
  expect(lasts({ to, zone: 'Europe/Berlin' }, '2026-05-01T00:00:00Z')).toEqual([
    '2026-03-11T16:30:00.000Z',
    '2026-04-10T15:30:00.000Z',
  ]);
});

import { DateTime } from 'luxon';
import { firstOf } from './first-of';

test.each([
  ['Clocks were put back over it', '2026-11-01T00:00', 'America/Havana', '2026-11-01T04:00:00.000Z'],
  [
    'likewise where midnight comes from one in the morning',
    '2026-10-25',
    'Atlantic/Azores',
    '2026-10-25T00:00:00.000Z',
  ],
  ['They were put forward over it', '2026-03-08', 'America/Havana', '2026-03-08T05:00:00.000Z'],
  ['They are changed before it', '2026-04-05', 'America/Santiago', '2026-04-05T04:00:00.000Z'],
  ['They are changed at another time', '2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
  ['They are not changed', '2026-10-25', 'UTC', '2026-10-25T00:00:00.000Z'],
])('%s: %s in %s is %s', (_, local, zone, instant) => {
  expect(firstOf(DateTime.fromISO(local, { zone })).toUTC().toISO()).toBe(instant);
});

test('of the second of two instants with the same local time, it is the first', () => {
  const second = DateTime.fromISO('2026-11-01T05:30:00Z', { zone: 'America/Havana' });
  expect(firstOf(second).toUTC().toISO()).toBe('2026-11-01T04:30:00.000Z');
});

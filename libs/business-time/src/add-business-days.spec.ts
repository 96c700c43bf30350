import fc from 'fast-check';
import { DateTime } from 'luxon';
import { addBusinessDays, isKnownZone } from './add-business-days';
import { ODD_MIDNIGHTS, minuteThatReads, readAt, utc } from './calendars.fixture';

const berlin = { zone: 'Europe/Berlin' };

test.each([
  ['Monday, three days on', '2026-03-02T09:00:00.000Z', 3, '2026-03-05T09:00:00.000Z'],
  ['over a weekend', '2026-03-05T09:00:00.000Z', 2, '2026-03-09T09:00:00.000Z'],
  ['a working week', '2026-03-04T15:30:00.000Z', 5, '2026-03-11T15:30:00.000Z'],
  ['no days', '2026-03-04T15:30:00.000Z', 0, '2026-03-04T15:30:00.000Z'],
  ['from a Saturday: counts from Monday, 00:00', '2026-03-07T10:00:00.000Z', 1, '2026-03-10T00:00:00.000Z'],
  ['from a Sunday', '2026-03-08T23:59:59.999Z', 5, '2026-03-16T00:00:00.000Z'],
])('%s', (_, from, days, to) => {
  expect(addBusinessDays(from, days, { zone: 'UTC' })).toBe(to);
});

test('the wall clock stays the same over both changes of the clock', () => {
  // Friday 27 March, 16:00 in Berlin (+01:00); Monday 30 March is +02:00: 71 hours instead of 72.
  expect(addBusinessDays('2026-03-27T15:00:00.000Z', 1, berlin)).toBe('2026-03-30T14:00:00.000Z');
  // Friday 23 October, 16:00 (+02:00); Monday 26 October is +01:00.
  expect(addBusinessDays('2026-10-23T14:00:00.000Z', 1, berlin)).toBe('2026-10-26T15:00:00.000Z');
});

test('a wall-clock time that is skipped moves on', () => {
  // Saturday 28 March, 02:30 in Berlin; on Sunday the 29th the clock goes from 02:00 to 03:00.
  const everyDay = { ...berlin, weekdays: [1, 2, 3, 4, 5, 6, 7] };
  expect(addBusinessDays('2026-03-28T01:30:00.000Z', 1, everyDay)).toBe('2026-03-29T01:30:00.000Z');
});

test('a day that never was does not count', () => {
  // Thursday 29 December 2011, noon in Apia; after it came Saturday the 31st.
  expect(addBusinessDays('2011-12-29T22:00:00.000Z', 1, { zone: 'Pacific/Apia' })).toBe('2012-01-01T22:00:00.000Z');
});

test('the zone decides which day it is', () => {
  // Friday 23:30 in UTC is Saturday 08:30 in Tokyo.
  expect(addBusinessDays('2026-03-06T23:30:00.000Z', 1, { zone: 'Asia/Tokyo' })).toBe('2026-03-09T15:00:00.000Z');
  expect(addBusinessDays('2026-03-06T23:30:00.000Z', 1, { zone: 'UTC' })).toBe('2026-03-09T23:30:00.000Z');
});

test('other weekdays count where the week is another', () => {
  const sundayToThursday = { zone: 'Asia/Riyadh', weekdays: [7, 1, 2, 3, 4] };
  expect(addBusinessDays('2026-03-05T09:00:00.000Z', 1, sundayToThursday)).toBe('2026-03-08T09:00:00.000Z');
});

test('nonsense is refused', () => {
  expect(() => addBusinessDays('yesterday', 1, berlin)).toThrow(RangeError);
  expect(() => addBusinessDays('2026-03-05T09:00:00.000Z', 1, { zone: 'Mars/Olympus' })).toThrow('Mars/Olympus');
  expect(() => addBusinessDays('2026-03-05T09:00:00.000Z', -1, berlin)).toThrow('-1');
  expect(() => addBusinessDays('2026-03-05T09:00:00.000Z', 1, { ...berlin, weekdays: [9] })).toThrow('weekday');
});

test.each(['Europe/Berlin', 'UTC', 'Etc/GMT+3', 'CET'])('%s is a zone', (zone) => expect(isKnownZone(zone)).toBe(true));

test.each(['Mars/Olympus', 'local', 'system', 'UTC+3', '+03:00', 'CEST', ''])('"%s" is none', (zone) =>
  expect(isKnownZone(zone)).toBe(false),
);

test('whatever the instant and zone: later days come later, on a weekday, and weeks are weeks', () => {
  const instants = fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Auckland');
  fc.assert(
    fc.property(instants, zones, fc.integer({ min: 1, max: 20 }), (date, zone, days) => {
      const from = date.toISOString();
      const to = addBusinessDays(from, days, { zone });
      expect(to > addBusinessDays(from, days - 1, { zone })).toBe(true);
      expect(DateTime.fromISO(to, { zone }).weekday).toBeLessThanOrEqual(5);
      const week = addBusinessDays(from, days + 5, { zone });
      const apart = DateTime.fromISO(week, { zone })
        .startOf('day')
        .diff(DateTime.fromISO(to, { zone }).startOf('day'), 'days');
      expect(apart.days).toBe(7);
    }),
  );
});

test('where clocks change around midnight: as a clock that is read minute by minute, from the beginning of days', () => {
  const DAY = 86_400_000;
  const wasRead = (zone: string, day: number): boolean => {
    for (let at = (day - 1) * DAY; at < (day + 2) * DAY; at += 15 * 60_000)
      if (Math.floor(readAt(zone, at) / DAY) === day) return true;
    return false;
  };
  const minutes = fc.integer({ min: -4 * 1_440, max: 1_440 });
  const weekdays = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
  fc.assert(
    fc.property(
      fc.constantFrom(...ODD_MIDNIGHTS),
      minutes,
      weekdays,
      fc.nat(4),
      ([zone, moment], minute, counting, days) => {
        const from = utc(moment) + minute * 60_000;
        const reading = readAt(zone, from);
        const counts = (day: number) => counting.includes(((((day + 3) % 7) + 7) % 7) + 1) && wasRead(zone, day);
        let day = Math.floor(reading / DAY);
        const waits = !counts(day);
        while (!counts(day)) day++;
        for (let left = days; left > 0; left--)
          do day++;
          while (!counts(day));
        const timeOfDay = waits ? 0 : reading % DAY;
        const end = days === 0 && !waits ? from : minuteThatReads(zone, day * DAY + timeOfDay);
        const to = addBusinessDays(new Date(from).toISOString(), days, { zone, weekdays: counting });
        expect(to).toBe(new Date(end).toISOString());
      },
    ),
  );
}, 60_000);

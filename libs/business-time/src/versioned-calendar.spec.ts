import { officeHours, utc } from './calendars.fixture';
import { versionedCalendar } from './versioned-calendar';

const HOUR = 3_600_000;
const change = utc('2026-03-11T00:00:00Z');
const calendar = versionedCalendar([
  {
    version: 2,
    validFrom: change,
    definition: officeHours('UTC', { weekly: { wednesday: [{ from: '06:00', to: '22:00' }] } }),
  },
  { version: 1, validFrom: utc('2026-01-01T00:00:00Z'), definition: officeHours('UTC') },
]);
const [monday, nextMonday] = [utc('2026-03-09T00:00:00Z'), utc('2026-03-16T00:00:00Z')];

it('counts each day by the version that was valid then', () => {
  expect(calendar.elapsed(monday, nextMonday) / HOUR).toBe(8 + 8 + 16);
});

it('adds across the change', () => {
  expect(calendar.add(monday, 17 * HOUR)).toBe(utc('2026-03-11T07:00:00Z'));
  expect(calendar.add(monday, 16 * HOUR)).toBe(utc('2026-03-10T17:00:00Z'));
});

it('knows the first version before it was valid', () => {
  expect(calendar.elapsed(utc('2025-12-01T00:00:00Z'), utc('2025-12-02T00:00:00Z')) / HOUR).toBe(8);
});

it('opens by the version of the time', () => {
  expect(calendar.nextOpening(utc('2026-03-10T18:00:00Z'))).toBe(utc('2026-03-11T06:00:00Z'));
  expect(calendar.isOpen(utc('2026-03-12T12:00:00Z'))).toBe(false);
});

it('cuts segments at the change', () => {
  const segments = [...calendar.segments(monday, nextMonday)];
  expect(segments.map(({ from }) => from)).toContain(change);
  expect(segments.at(-1)?.to).toBe(nextMonday);
});

it('needs a version', () => expect(() => versionedCalendar([])).toThrow(RangeError));

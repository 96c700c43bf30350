import { compileCalendar } from './business-calendar';
import { calendarFaults } from './calendar-faults';
import type { CalendarDefinition } from './calendar-definition';
import { officeHours } from './calendars.fixture';

const faulty = (changes: Partial<CalendarDefinition>) => calendarFaults(officeHours('UTC', changes));

it.each<[string, Partial<CalendarDefinition>, string, RegExp]>([
  ['an unknown zone', { zone: 'europe/berln' }, '/zone', /no time zone/],
  ['an abbreviation', { zone: 'CEST' }, '/zone', /no time zone/],
  ['a fixed distance', { zone: '+02:00' }, '/zone', /no time zone/],
  ['a time that is none', { weekly: { monday: [{ from: '9:00', to: '17:00' }] } }, '/weekly/monday/0', /9:00/],
  ['a window over midnight', { weekly: { friday: [{ from: '22:00', to: '06:00' }] } }, '/weekly/friday/0', /06:00/],
  ['a window of no time', { weekly: { friday: [{ from: '09:00', to: '09:00' }] } }, '/weekly/friday/0', /09:00/],
  [
    'windows that overlap',
    {
      weekly: {
        tuesday: [
          { from: '12:00', to: '17:00' },
          { from: '09:00', to: '12:30' },
        ],
      },
    },
    '/weekly/tuesday/0',
    /overlaps that of \/weekly\/tuesday\/1/,
  ],
  ['a date that does not exist', { holidays: [{ date: '2026-02-30', name: 'A' }] }, '/holidays/0/date', /2026-02-30/],
  [
    'a date twice',
    {
      holidays: [
        { date: '2026-12-25', name: 'A' },
        { date: '2026-12-25', name: 'B' },
      ],
    },
    '/holidays/1/date',
    /twice/,
  ],
  ['a calendar that never opens', { weekly: { monday: [] } }, '/weekly', /never opens/],
])('refuses %s', (_, changes, path, message) => {
  expect(faulty(changes)).toEqual([
    expect.objectContaining({ path, message: expect.stringMatching(message), remedy: expect.stringMatching(/\S/) }),
  ]);
  expect(() => compileCalendar(officeHours('UTC', changes))).toThrow(RangeError);
});

it('names the zone that was probably meant', () => {
  expect(faulty({ zone: 'berlin' })[0]?.remedy).toContain('Europe/Berlin');
});

it('finds nothing wrong with windows that touch, midnight as an end, and a holiday that is worked', () => {
  const windows = [
    { from: '00:00', to: '12:00' },
    { from: '12:00', to: '24:00' },
  ];
  expect(
    faulty({
      weekly: { sunday: windows },
      holidays: [{ date: '2026-12-25', name: 'Christmas' }],
      exceptions: [{ date: '2026-12-25', name: 'Worked', windows }],
    }),
  ).toEqual([]);
});

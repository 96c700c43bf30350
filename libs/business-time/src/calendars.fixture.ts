import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { WEEKDAY_NAMES, type CalendarDefinition, type Window } from './calendar-definition';

/** Zones with summer time, half an hour of it, at midnight, none, and one that skipped a day. */
export const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Asia/Kolkata',
  'UTC',
];

/** Zones whose clocks change around midnight, and when: days with two midnights, with none, days that come back, or never came. */
export const ODD_MIDNIGHTS = [
  ['America/Havana', '2026-11-01T05:00:00Z'],
  ['America/Havana', '2026-03-08T05:00:00Z'],
  ['Atlantic/Azores', '2026-10-25T01:00:00Z'],
  ['Asia/Beirut', '2026-03-28T22:00:00Z'],
  ['Asia/Beirut', '2026-10-24T21:00:00Z'],
  ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ['America/Sao_Paulo', '2018-02-18T02:00:00Z'],
  ['Africa/Cairo', '2026-04-23T22:00:00Z'],
  ['America/St_Johns', '2010-11-07T02:31:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
] as const;

/** What a clock in the zone reads, as milliseconds since it read the first midnight of 1970. */
export const readAt = (zone: string, at: number): number => at + IANAZone.create(zone).offset(at) * 60_000;

/**
 * The first minute in which a clock in the zone reads this or later; where it skips over it, as much later as it lacked a
 * minute before. Found by looking at the clock every minute.
 */
export function minuteThatReads(zone: string, reading: number): number {
  let at = reading - 26 * 3_600_000;
  while (readAt(zone, at) < reading) at += 60_000;
  if (readAt(zone, at) === reading) return at;
  return at - 60_000 + reading - readAt(zone, at - 60_000);
}

/** An ISO 8601 instant in milliseconds since 1970-01-01 UTC. */
export const utc = (instant: string): number => Date.parse(instant);

/** Monday to Friday from 09:00 to 17:00 in the zone, without holidays or exceptions unless `changes` says so. */
export const officeHours = (zone: string, changes: Partial<CalendarDefinition> = {}): CalendarDefinition => ({
  zone,
  weekly: Object.fromEntries(WEEKDAY_NAMES.slice(0, 5).map((day) => [day, [{ from: '09:00', to: '17:00' }]])),
  holidays: [],
  exceptions: [],
  ...changes,
});

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Up to three windows of a day that do not overlap; they may touch. */
const windows: fc.Arbitrary<Window[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 })
  .map((quarters) => quarters.sort((one, other) => one - other))
  .map((quarters) =>
    Array.from({ length: Math.floor(quarters.length / 2) }, (_, index) => ({
      from: clock(quarters[2 * index]! * 15),
      to: clock(quarters[2 * index + 1]! * 15),
    })),
  );

/** Calendars that open at some time in every week, with a holiday and an exception around the instants below. */
export const calendars = (zone: fc.Arbitrary<string>, dates: readonly string[]): fc.Arbitrary<CalendarDefinition> =>
  fc
    .record({
      zone,
      weekly: fc.record(Object.fromEntries(WEEKDAY_NAMES.map((day) => [day, windows]))),
      holidays: fc.subarray([...dates], { maxLength: 1 }).map((some) => some.map((date) => ({ date, name: 'Feast' }))),
      exceptions: fc
        .subarray([...dates], { maxLength: 1 })
        .chain((some) =>
          fc.tuple(
            ...some.map((date) => fc.record({ date: fc.constant(date), name: fc.constant('Inventory'), windows })),
          ),
        ),
    })
    .filter(({ weekly }) =>
      WEEKDAY_NAMES.some((day) => (weekly as CalendarDefinition['weekly'])[day]?.length),
    ) as never;

/** Whether a wall clock in the zone reads a time within the windows: minute by minute, knowing nothing of offsets. */
export function isOpenByTheClock({ zone, weekly, holidays, exceptions }: CalendarDefinition, at: number): boolean {
  const local = DateTime.fromMillis(at, { zone });
  const date = local.toISODate();
  const time = local.toFormat('HH:mm');
  const exception = exceptions.find((one) => one.date === date);
  const day =
    exception?.windows ?? (holidays.some((one) => one.date === date) ? [] : weekly[WEEKDAY_NAMES[local.weekday - 1]!]);
  return (day ?? []).some(({ from, to }) => from <= time && time < to);
}

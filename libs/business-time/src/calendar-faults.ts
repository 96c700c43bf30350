import { DateTime } from 'luxon';
import { isKnownZone } from './add-business-days';
import { WEEKDAY_NAMES, type CalendarDefinition, type Window } from './calendar-definition';
import { minutesOf } from './local-days';

/** What is wrong with a calendar, where, and what to do about it. */
export interface CalendarFault {
  /** JSON pointer into the definition. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** Everything that is wrong with a calendar; empty for one that can be used. */
export function calendarFaults({ zone, weekly, holidays, exceptions }: CalendarDefinition): readonly CalendarFault[] {
  const faults = [
    ...zoneFaults(zone),
    ...WEEKDAY_NAMES.flatMap((day) => windowFaults(weekly[day] ?? [], `/weekly/${day}`)),
    ...dateFaults(holidays, '/holidays'),
    ...dateFaults(exceptions, '/exceptions'),
    ...exceptions.flatMap(({ windows }, index) => windowFaults(windows, `/exceptions/${index}/windows`)),
  ];
  if (faults.length === 0 && WEEKDAY_NAMES.every((day) => !weekly[day]?.length))
    faults.push({
      path: '/weekly',
      message: 'The calendar never opens',
      remedy: 'Give at least one weekday a window; for round the clock, every day 00:00 to 24:00.',
    });
  return faults;
}

function zoneFaults(zone: string): readonly CalendarFault[] {
  if (isKnownZone(zone)) return [];
  const alike = Intl.supportedValuesOf('timeZone').find((known) => squeezed(known).endsWith(squeezed(zone)));
  const remedy = `Use an IANA name such as ${alike ?? 'Europe/Berlin'} or UTC; a fixed distance from UTC knows no summer time.`;
  return [{ path: '/zone', message: `${zone} is no time zone known here`, remedy }];
}

const squeezed = (zone: string): string => zone.toLowerCase().replace(/[^a-z/]/g, '');

const TIME = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

function windowFaults(windows: readonly Window[], path: string): readonly CalendarFault[] {
  const faults: CalendarFault[] = [];
  const good: (readonly [from: number, to: number, index: number])[] = [];
  windows.forEach(({ from, to }, index) => {
    const at = `${path}/${index}`;
    const wrong = [from, to].find((time) => !TIME.test(time));
    if (wrong !== undefined)
      faults.push({ path: at, message: `${wrong} is no time of day`, remedy: 'Write HH:MM from 00:00 to 24:00.' });
    else if (minutesOf(from) >= minutesOf(to))
      faults.push({
        path: at,
        message: `The window ends at ${to}, not after it begins at ${from}`,
        remedy: 'One that runs over midnight is two: until 24:00, and from 00:00 on the next day.',
      });
    else good.push([minutesOf(from), minutesOf(to), index]);
  });
  good.sort(([one], [other]) => one - other);
  good.slice(1).forEach(([from, , index], place) => {
    const [, end, other] = good[place]!;
    if (from < end)
      faults.push({
        path: `${path}/${index}`,
        message: `The window overlaps that of ${path}/${other}`,
        remedy: 'Join the two, or let one end where the other begins.',
      });
  });
  return faults;
}

function dateFaults(days: readonly { readonly date: string }[], path: string): readonly CalendarFault[] {
  const seen = new Set<string>();
  return days.flatMap(({ date }, index): CalendarFault[] => {
    const at = `${path}/${index}/date`;
    const valid = /^\d{4}-\d{2}-\d{2}$/.test(date) && DateTime.fromISO(date, { zone: 'utc' }).isValid;
    if (!valid) return [{ path: at, message: `${date} is no date`, remedy: 'Write a date that exists as YYYY-MM-DD.' }];
    if (seen.has(date)) return [{ path: at, message: `${date} is listed twice`, remedy: 'Leave one of them out.' }];
    seen.add(date);
    return [];
  });
}

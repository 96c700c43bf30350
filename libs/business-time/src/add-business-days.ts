import { DateTime, IANAZone } from 'luxon';
import { DAY_MS, isoWeekdayOf } from './local-days';
import { firstReading, hasDay, readingAt } from './wall-clock';

/** Which days count, and where midnight is. */
export interface BusinessDays {
  /** IANA zone, e.g. `Europe/Berlin`. */
  readonly zone: string;
  /** ISO weekdays that count, 1 is Monday; Monday to Friday by default. */
  readonly weekdays?: readonly number[];
}

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];

/**
 * Whether this is the IANA name of a zone that this machine's time zone data knows: not what means another zone on each
 * machine, as `local` does, and no distance from UTC, which knows no summer time.
 */
export const isKnownZone = (zone: string): boolean => /^[a-z]/i.test(zone) && IANAZone.isValidZone(zone);

/**
 * The same wall-clock time so many business days later, as ISO 8601 UTC with milliseconds. A time on a day that does
 * not count begins to count at the next midnight that does, so everybody gets whole days. A wall-clock time that a
 * change to summer time skips moves on by what was skipped; a day that a zone skips, moving over the date line, counts nowhere.
 *
 * @throws RangeError when the instant, the zone, the days or the weekdays make no sense
 */
export function addBusinessDays(
  instant: string,
  days: number,
  { zone, weekdays = MONDAY_TO_FRIDAY }: BusinessDays,
): string {
  const start = DateTime.fromISO(instant, { zone: 'utc' }).setZone(zone);
  if (!start.isValid) throw new RangeError(`${instant} in ${zone} is no time: ${start.invalidExplanation}.`);
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`${days} is no number of business days.`);
  const counting = new Set(weekdays);
  if (![...counting].some((day) => Number.isInteger(day) && day >= 1 && day <= 7))
    throw new RangeError('No weekday counts: name at least one from 1 (Monday) to 7 (Sunday).');
  const counts = (day: number): boolean => counting.has(isoWeekdayOf(day)) && hasDay(zone, day);

  const reading = readingAt(zone, start.toMillis());
  const today = Math.floor(reading / DAY_MS);
  let day = today;
  while (!counts(day)) day += 1;
  if (days === 0 && day === today) return utc(start.toMillis());
  const timeOfDay = day === today ? reading - today * DAY_MS : 0;
  for (let left = days; left > 0; left -= 1) {
    do day += 1;
    while (!counts(day));
  }
  return utc(firstReading(zone, day * DAY_MS + timeOfDay));
}

const utc = (at: number): string => new Date(at).toISOString();

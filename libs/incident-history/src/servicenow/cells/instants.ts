import { DateTime } from 'luxon';
import { quoted } from './text';

export type DateOrder = 'day-first' | 'month-first';

/** A date as written, taken apart; `ambiguous` ones have no month name and no year in front. */
interface Written {
  readonly numbers: readonly [number, number, number];
  readonly yearFirst: boolean;
  /** Its digits. */
  readonly year: string;
  readonly time: readonly [number, number, number, number];
  readonly zone: string | undefined;
}

/** A year has two or four digits: what has one or three lost some. */
const DATE = /^(\d{4}|\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{1,2})(?!\d)/;
const TIME = /^(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*([AaPp][Mm])?\s*(Z|[+-]\d{2}:?\d{2})?$/;

function takeApart(text: string): Written | undefined {
  const date = DATE.exec(text);
  const time = date && TIME.exec(text.slice(date[0].length));
  if (!date || !time) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '0', half, zone] = time;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hours);
  const yearFirst = date[1]!.length === 4;
  return {
    numbers: [Number(date[1]), Number(date[2]), Number(date[3])],
    yearFirst,
    year: date[yearFirst ? 1 : 3]!,
    time: [hour, Number(minutes), Number(seconds), Math.floor(Number(`0.${fraction}`) * 1000)],
    zone,
  };
}

/** Which orders a date allows; both for 03-04-2016, none for a year in front or for no date at all. */
export function ordersAllowedBy(text: string): readonly DateOrder[] {
  const written = takeApart(text);
  if (!written || written.yearFirst) return [];
  const [first, second] = written.numbers;
  const allowed: DateOrder[] = [];
  if (first <= 31 && second <= 12) allowed.push('day-first');
  if (first <= 12 && second <= 31) allowed.push('month-first');
  return allowed;
}

/** The instant as ISO 8601 UTC with milliseconds, or why the text is none. */
export type Instant = { readonly iso: string } | { readonly problem: string };

/**
 * Reads `29-02-2016 01:16`, `29/2/2016 1:16:05`, `02/29/2016 1:16 PM` (month first), ISO 8601. A time
 * without a zone of its own is local to `zone`; one that a clock change skipped is read an hour later.
 */
export function readInstant(text: string, order: DateOrder, zone: string): Instant {
  const written = takeApart(text);
  if (!written) return { problem: `${quoted(text)} is not a date` };
  const fullYear = yearOf(written.year);
  if (fullYear === undefined) return { problem: `${quoted(text)} has no year of two or four digits` };
  const { numbers, yearFirst } = written;
  const dayFirst = order === 'day-first';
  const [year, month, day] = yearFirst ? numbers : [fullYear, numbers[dayFirst ? 1 : 0], numbers[dayFirst ? 0 : 1]];
  if (month > 12 && !yearFirst && day <= 12)
    return { problem: `${quoted(text)} has no month ${month} when read ${order}` };
  const [hour, minute, second, millisecond] = written.time;
  const instant = DateTime.fromObject(
    { year, month, day, hour, minute, second, millisecond },
    { zone: written.zone ? `UTC${written.zone === 'Z' ? '+0' : offsetOf(written.zone)}` : zone },
  );
  const utc = instant.toUTC();
  const isInCalendar = utc.isValid && utc.year >= 1000 && utc.year <= 9999;
  return isInCalendar ? { iso: utc.toISO() } : { problem: `${quoted(text)} is not in the calendar` };
}

/** `16` is 2016; `0016` is what is left of a year, and nobody knows of which. */
function yearOf(digits: string): number | undefined {
  if (digits.length === 2) return 2000 + Number(digits);
  return digits.length === 4 && !digits.startsWith('0') ? Number(digits) : undefined;
}

const offsetOf = (zone: string): string => (zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`);

/** `readInstant` that remembers: a log says the same time on row after row. Holds at most 100,000 of them. */
export function instantReader(order: DateOrder, zone: string): (text: string) => Instant {
  const seen = new Map<string, Instant>();
  return (text) => {
    let instant = seen.get(text);
    if (!instant) {
      if (seen.size >= 100_000) seen.clear();
      instant = readInstant(text, order, zone);
      seen.set(text, instant);
    }
    return instant;
  };
}

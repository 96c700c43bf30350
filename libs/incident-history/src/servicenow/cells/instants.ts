import { DateTime } from 'luxon';
import { quoted } from './text';

/** How a file writes dates like 03-04-2016; one order holds for all of a file. */
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

/**
 * The instant as ISO 8601 UTC with milliseconds, or why the text is none. `reading` goes on from the text: what is in doubt
 * about it, and how it was read.
 */
export type Instant = { readonly iso: string; readonly reading?: string } | { readonly problem: string };

/**
 * Reads `29-02-2016 01:16`, `29/2/2016 1:16:05`, `02/29/2016 1:16 PM` (month first), ISO 8601. A time
 * without a zone of its own is local to `zone`; one that a clock change skipped is read as if it had not been made yet,
 * one that was there twice as the first.
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
  const instant = instantOf(text, { year, month, day }, written, zone);
  return instant ?? { problem: `${quoted(text)} is not in the calendar` };
}

/** Nothing IT did is older; the server refuses it as well. */
const EARLIEST = 1900;

function instantOf(
  text: string,
  date: { readonly year: number; readonly month: number; readonly day: number },
  { time: [hour, minute, second, millisecond], zone: own }: Written,
  zone: string,
): Instant | undefined {
  const local = DateTime.fromObject(
    { ...date, hour, minute, second, millisecond },
    { zone: own ? `UTC${own === 'Z' ? '+0' : offsetOf(own)}` : zone },
  );
  // Which of two the library means depends on the season it is asked in.
  const [first, again] = local.getPossibleOffsets();
  const utc = first!.toUTC();
  if (!utc.isValid || utc.year > 9999) return undefined;
  if (utc.year < EARLIEST) return { problem: `${quoted(text)} is before ${EARLIEST}` };
  const iso = utc.toISO();
  if (again) return { iso, reading: `which the clocks of ${zone} showed twice; read as the first, ${iso}` };
  const isSkipped = local.day !== date.day || local.hour !== hour || local.minute !== minute;
  return isSkipped ? { iso, reading: `which the clocks of ${zone} skipped; read as ${iso}` } : { iso };
}

/** `16` is 2016; `0016` is what is left of a year, and nobody knows of which. */
function yearOf(digits: string): number | undefined {
  if (digits.length === 2) return 2000 + Number(digits);
  return digits.length === 4 && !digits.startsWith('0') ? Number(digits) : undefined;
}

const offsetOf = (zone: string): string => (zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`);

const AHEAD = 'more than a year ahead of when that was read; recorded as it stands';

/**
 * `readInstant` that remembers: a log says the same time on row after row. Holds at most 100,000 of them. Times more than
 * a year after `now` are in doubt: no log tells of them, though a slip of the pen does.
 */
export function instantReader(order: DateOrder, zone: string, now: Date): (text: string) => Instant {
  const latest = DateTime.fromJSDate(now).toUTC().plus({ years: 1 }).toISO()!;
  const read = (text: string): Instant => {
    const instant = readInstant(text, order, zone);
    return 'iso' in instant && instant.iso > latest ? { iso: instant.iso, reading: AHEAD } : instant;
  };
  const seen = new Map<string, Instant>();
  return (text) => {
    let instant = seen.get(text);
    if (!instant) {
      if (seen.size >= 100_000) seen.clear();
      instant = read(text);
      seen.set(text, instant);
    }
    return instant;
  };
}

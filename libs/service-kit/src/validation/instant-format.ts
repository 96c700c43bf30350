import addFormats from 'ajv-formats';
import Ajv from 'ajv';

/** The furthest that any zone is from UTC is 14 hours; PostgreSQL reads less than 16. */
const LARGEST_OFFSET = 15 * 60 + 59;
/** Nothing IT did is older: a year before it is a slip of the pen, and reckoning with it would go through every day since. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
/** RFC 3339: the schema's own format also takes what not everybody reads, such as a line break for the T. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const OFFSET = /[+-](\d\d):(\d\d)$/;

const standard = addFormats(new Ajv({ strict: false }));
const isDate = standard.compile({ type: 'string', format: 'date' });
const isDateTime = standard.compile({ type: 'string', format: 'date-time' });

/**
 * Days and instants that everybody who meets them can read: the standard's own formats also take the year 0, seconds that
 * no clock here has (`:60`), and offsets of nearly a day, at which dates and databases fail.
 */
export const instantFormats = {
  date: (text: string): boolean => isDate(text) && isBetween(Date.parse(text)),
  'date-time': (text: string): boolean =>
    INSTANT.test(text) && isDateTime(text) && isBetween(Date.parse(text)) && offsetOf(text) <= LARGEST_OFFSET,
} as const;

const DAY = /^\d{4}-\d\d-\d\d$/;
/** As people and programs write it, more or less. */
const DAY_AND_TIME =
  /^(?<day>\d{4}-\d\d-\d\d)(?<separator>t|\s+)(?<time>\d\d:\d\d)(?<seconds>:\d\d(?:\.\d+)?)?(?<zone>z|[+-]\d\d(?::?\d\d)?|\s\d\d:?\d\d)?$/i;

const DAY_AND_TIME_THAT_EXIST = 'a day and a time that exist';

/** Whether a text tells a time of day, or tries to: what is wrong with it is then wrong with an instant, not with a day. */
export const tellsTime = (text: string): boolean => /^\d{4}-\d\d-\d\d\s*\S/.test(text);

/** Which rule a text breaks that is no instant, the text, and what to write instead; nothing for one that is an instant. */
export function faultOfInstant(text: string): string | undefined {
  if (instantFormats['date-time'](text)) return undefined;
  if (DAY.test(text) && !isDate(text)) return faultOfDate(text);
  if (DAY.test(text)) return `must have a time of day and a zone, such as ${text}T09:30:00Z: ${quoted(text)} is a day`;
  const parts = DAY_AND_TIME.exec(text)?.groups as Parts | undefined;
  if (!parts)
    return `must be an instant in ISO 8601 with a zone, such as 2026-03-01T09:30:00Z: ${quoted(text)} is none`;
  return faultOfParts(text, parts) ?? faultOfDay(text, isDateTime(text), DAY_AND_TIME_THAT_EXIST);
}

interface Parts {
  readonly day: string;
  readonly separator: string;
  readonly time: string;
  readonly seconds?: string;
  readonly zone?: string;
}

function faultOfParts(text: string, { day, separator, time, seconds, zone }: Parts): string | undefined {
  if (!isDate(day)) return faultOfDay(text, false, DAY_AND_TIME_THAT_EXIST);
  const zoneRightly = zone && rightly(zone);
  if (zoneRightly && offsetOf(zoneRightly) > LARGEST_OFFSET)
    return `must have a zone less than 16 hours from UTC: ${quoted(text)} has ${zone}`;
  const instant = `${day}T${time}${seconds ?? ':00'}${zoneRightly ?? 'Z'}`;
  if (separator.trim() === '')
    return `must have a T between day and time, such as ${instant}: ${quoted(text)} has none`;
  if (/[tz]/.test(text)) return `must have T and Z as capitals, such as ${instant}: ${quoted(text)} has them small`;
  if (!seconds) return `must have seconds, such as ${instant}: ${quoted(text)} has none`;
  if (!zone) return `must have a zone, such as Z for UTC or +02:00 behind it: ${quoted(text)} has none`;
  if (/^\s/.test(zone))
    return `must have + or - in its zone, such as ${zoneRightly}: ${quoted(text)} has none; in an address, + is written %2B`;
  if (zone !== zoneRightly)
    return `must have hours and minutes in its zone, such as ${zoneRightly}: ${quoted(text)} has ${zone}`;
  return undefined;
}

/** A zone as it is to be written: `+02:00` for what says +02, +0200, or, where + has become a space, 02:00. */
const rightly = (zone: string): string =>
  zone
    .toUpperCase()
    .replace(/^\s/, '+')
    .replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`);

/** Which rule a text breaks that is no day, the text, and what to write instead; nothing for one that is a day. */
export function faultOfDate(text: string): string | undefined {
  if (instantFormats.date(text)) return undefined;
  if (DAY_AND_TIME.test(text))
    return `must be a day alone, such as ${text.slice(0, 10)}: ${quoted(text)} tells a time as well`;
  if (!DAY.test(text)) return `must be a day in ISO 8601, such as 2026-03-01: ${quoted(text)} is none`;
  return faultOfDay(text, isDate(text), 'a day that exists');
}

function faultOfDay(text: string, isKept: boolean, what: string): string {
  const instant = Date.parse(text);
  if (!isKept || Number.isNaN(instant))
    return `must be ${what}: ${quoted(text)} is not in the calendar or on the clock`;
  return instant < EARLIEST
    ? `must lie in 1900 or later: ${quoted(text)} is earlier; check its year`
    : `must lie in the year 9999 or earlier, in UTC: ${quoted(text)} is later; check its year`;
}

/** Whatever somebody has sent instead. */
const quoted = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

const isBetween = (instant: number): boolean => instant >= EARLIEST && instant <= LATEST;

/** Minutes from UTC, in either direction. */
function offsetOf(text: string): number {
  const [, hours = 0, minutes = 0] = OFFSET.exec(text) ?? [];
  return Number(hours) * 60 + Number(minutes);
}

import addFormats from 'ajv-formats';
import Ajv from 'ajv';

/** The furthest that any zone is from UTC is 14 hours; PostgreSQL reads less than 16. */
const LARGEST_OFFSET = 15 * 60 + 59;
/** Nothing IT did is older: a year before it is a slip of the pen, and reckoning with it would go through every day since. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const OFFSET = /[+-](\d\d):?(\d\d)$/;

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
    isDateTime(text) && isBetween(Date.parse(text)) && offsetOf(text) <= LARGEST_OFFSET,
} as const;

const isBetween = (instant: number): boolean => instant >= EARLIEST && instant <= LATEST;

/** Minutes from UTC, in either direction. */
function offsetOf(text: string): number {
  const [, hours = 0, minutes = 0] = OFFSET.exec(text) ?? [];
  return Number(hours) * 60 + Number(minutes);
}

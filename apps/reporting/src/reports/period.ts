import { firstOf, isKnownZone } from '@opsledger/business-time';
import { Problem } from '@opsledger/service-kit';
import { DateTime } from 'luxon';

/** `[from, to)`, and the zone in which dates and groups by day, week, … are meant. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly defaulted: readonly ('from' | 'to' | 'zone')[];
}

interface Asked {
  readonly from?: string;
  readonly to?: string;
  readonly zone?: string;
}

const DEFAULT_DAYS = 30;

/**
 * The period asked for; by default the last 30 full days.
 *
 * @throws Problem 400 when there is no such zone or date, or the period is empty
 */
export function periodOf(asked: Asked, now: Date): Period {
  const zone = checkedZone(asked.zone ?? 'UTC');
  const until = asked.to ?? (DateTime.fromJSDate(now, { zone }).toISODate() as string);
  const to = moment(until, zone);
  const from = asked.from ? moment(asked.from, zone) : daysBefore(to, isDate(until));
  if (from >= to) throw emptyPeriod(utc(from), utc(to), asked);
  const defaulted = (['from', 'to', 'zone'] as const).filter((name) => asked[name] === undefined);
  return { from: utc(from), to: utc(to), zone, defaulted };
}

/** @throws Problem 400 when there is no such zone or date */
export function momentOf(asked: string | undefined, zone: string | undefined, now: Date): string {
  const checked = checkedZone(zone ?? 'UTC');
  return asked ? utc(moment(asked, checked)) : now.toISOString();
}

const utc = (time: DateTime): string => time.toJSDate().toISOString();

/** A date is its first instant in the zone; an instant says its own zone. */
function moment(text: string, zone: string): DateTime {
  const time = DateTime.fromISO(text, { zone });
  if (!time.isValid)
    throw new Problem(400, 'unknown-date', 'No such date', `${text} is no date: ${time.invalidReason}.`);
  return isDate(text) ? firstOf(time) : time;
}

/** Whole days begin anew: that the last one has no midnight, and begins at one, does not make the first begin at one. */
function daysBefore(to: DateTime, inWholeDays: boolean): DateTime {
  const from = to.minus({ days: DEFAULT_DAYS });
  return firstOf(inWholeDays ? from.startOf('day') : from);
}

const isDate = (text: string): boolean => !text.includes('T');

function checkedZone(zone: string): string {
  if (isKnownZone(zone)) return zone;
  throw new Problem(
    400,
    'unknown-zone',
    'No such time zone',
    `${zone} is no IANA time zone. Use one like Europe/Berlin.`,
  );
}

function emptyPeriod(from: string, to: string, asked: Asked): Problem {
  const advice = asked.to
    ? 'Give a `to` later than `from`; it is not included, so one day is from=2026-03-01&to=2026-03-02.'
    : 'Without `to` a period ends with yesterday: give a `to` to reach further.';
  return new Problem(400, 'empty-period', 'Period is empty', `The period from ${from} to ${to} is empty. ${advice}`);
}

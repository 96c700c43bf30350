import { firstOf } from '@opsledger/business-time';
import type { AvailabilityCommitment } from '@opsledger/contracts';
import { DateTime } from 'luxon';
import { versionsAt, type PolicyBook, type Version } from '../policy/policy-book';
import type { Span } from './outages';

/** A month as a commitment has it. */
export interface Month {
  readonly version: Version<AvailabilityCommitment>;
  readonly span: Span;
  readonly calendar: { readonly id: string; readonly version: number };
}

/**
 * The month in the zone of the committed hours, with the versions in force when it began, or the first there were. Which
 * calendar, and so which zone, that is may change with the month: its beginning in UTC decides.
 *
 * @param month `2026-03`
 * @param versions of one commitment
 */
export function monthIn(
  month: string,
  book: PolicyBook,
  versions: readonly Version<AvailabilityCommitment>[],
): Month | undefined {
  const begin = spanOf(month, 'UTC').from;
  const [version] = versionsAt(versions, begin);
  const calendars = book.calendars.filter(({ id }) => id === version?.definition.calendar);
  const [calendar] = versionsAt(calendars, begin);
  if (!version || !calendar) return undefined;
  return {
    version,
    span: spanOf(month, calendar.definition.zone),
    calendar: { id: calendar.id, version: calendar.version },
  };
}

function spanOf(month: string, zone: string): Span {
  const begin = DateTime.fromISO(month, { zone });
  // A month whose first day has no midnight begins at one, the next one does not.
  const end = begin.plus({ months: 1 }).startOf('month');
  return { from: firstOf(begin).toMillis(), to: firstOf(end).toMillis() };
}

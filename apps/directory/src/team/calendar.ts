import { isKnownZone } from '@opsledger/business-time';
import { WEEKDAYS, type WorkingCalendar } from '@opsledger/contracts';
import { calendarInvalid } from './team.errors';

/** @throws Refusal `calendar-invalid` when the zone is none, a window is empty, or two windows overlap */
export function checkCalendar({ zone, windows }: WorkingCalendar): void {
  if (!isKnownZone(zone)) throw calendarInvalid(`${zone} is no IANA time zone. Use one like Europe/Berlin.`);

  for (const { day, from, to } of windows)
    if (from >= to)
      throw calendarInvalid(`The window ${from}–${to} on ${day} is empty. Split a night at 24:00 into two windows.`);

  for (const day of WEEKDAYS) {
    const ofDay = windows.filter((window) => window.day === day).sort((a, b) => (a.from < b.from ? -1 : 1));
    ofDay.slice(1).forEach((after, index) => {
      const before = ofDay[index]!;
      if (after.from < before.to)
        throw calendarInvalid(
          `${before.from}–${before.to} and ${after.from}–${after.to} on ${day} overlap. Join them.`,
        );
    });
  }
}

import type { BusinessCalendar } from './business-calendar';

/**
 * Open milliseconds a running clock has counted by now.
 *
 * @param stood how much it had counted at an earlier instant; epoch milliseconds
 */
export const countedBy = (
  calendar: BusinessCalendar,
  stood: { readonly elapsedMs: number; readonly at: number },
  now: number,
): number => stood.elapsedMs + calendar.elapsed(stood.at, now);

import { IANAZone } from 'luxon';
import { DAY_MS } from './local-days';

const offsetAt = (zone: string, at: number): number => IANAZone.create(zone).offset(at) * 60_000;

/**
 * What a clock in the zone reads, as milliseconds since it read the first midnight of 1970. Reckoned in readings, every day
 * has one midnight and 24 hours: that one day begins at another time must not be carried on to others.
 */
export const readingAt = (zone: string, at: number): number => at + offsetAt(zone, at);

/** The first instant at which a clock in the zone reads this; where clocks skip it, later by what they skip. */
export function firstReading(zone: string, reading: number): number {
  const [earlier, later] = [offsetAt(zone, reading - DAY_MS), offsetAt(zone, reading + DAY_MS)];
  const [before, after] = [reading - earlier, reading - later];
  // Where the offset changes meanwhile, a clock may read it before, afterwards, both times or never.
  return before === after || offsetAt(zone, before) === earlier || offsetAt(zone, after) !== later ? before : after;
}

/** Whether clocks in the zone read any time of this local day: one that moves over the date line may leave a day out. */
export const hasDay = (zone: string, day: number): boolean =>
  firstReading(zone, day * DAY_MS) < firstReading(zone, (day + 1) * DAY_MS);

import type { Random } from './random';
import { DAY, HOUR, MINUTE } from './times';

/** Incidents per weekday, Sunday first: Mondays bring what the weekend left. */
const WEEKDAYS = [0.14, 1.32, 1.12, 1.05, 1, 0.86, 0.2];

/** By month: quiet summer, busy autumn before the year ends. */
const MONTHS = [1.08, 1.02, 1.04, 0.98, 0.95, 0.97, 0.82, 0.72, 1.08, 1.14, 1.2, 0.94];

/** By hour (UTC): the first cup of coffee, a dip at lunch, few at night. */
const HOURS = [1, 1, 1, 1, 1, 2, 6, 22, 40, 36, 32, 28, 18, 26, 30, 26, 20, 12, 6, 4, 3, 2, 2, 1].map(
  (weight, hour) => [hour, weight] as const,
);

/** A year gets a little busier as the company grows. */
const GROWTH = 0.12;

/** When so many incidents are reported between two instants, in order. */
export function reportTimes(count: number, from: number, to: number, random: Random): number[] {
  const days: number[] = [];
  for (let day = Math.floor(from / DAY) * DAY; day < to; day += DAY) days.push(day);
  const weights = days.map((day, index) => weightOf(day, index / days.length) * (0.75 + random.next() / 2));
  const perDay = apportion(count, weights);
  const times = perDay.flatMap((incidents, index) =>
    Array.from({ length: incidents }, () => timeIn(days[index]!, random)),
  );
  // The first and last day are only in part between the two: what falls outside is moved in.
  return times.map((at) => Math.min(Math.max(at, from), to - MINUTE)).sort((a, b) => a - b);
}

function weightOf(day: number, share: number): number {
  const date = new Date(day);
  const [month, dayOfMonth] = [date.getUTCMonth(), date.getUTCDate()];
  const isHoliday =
    (month === 11 && dayOfMonth >= 24) || (month === 0 && dayOfMonth <= 1) || (month === 4 && dayOfMonth === 1);
  return WEEKDAYS[date.getUTCDay()]! * MONTHS[month]! * (1 + GROWTH * share) * (isHoliday ? 0.15 : 1);
}

const timeIn = (day: number, random: Random): number =>
  day + random.weighted(HOURS) * HOUR + random.between(0, 60 * 60) * 1000;

/** Whole numbers in proportion to the weights that add up to the count (largest remainders). */
export function apportion(count: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (count * weight) / total);
  const whole = exact.map(Math.floor);
  const byRemainder = exact.map((_, index) => index).sort((a, b) => exact[b]! - whole[b]! - (exact[a]! - whole[a]!));
  const missing = count - whole.reduce((sum, part) => sum + part, 0);
  for (const index of byRemainder.slice(0, missing)) whole[index]!++;
  return whole;
}

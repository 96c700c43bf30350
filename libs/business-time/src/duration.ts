/** A target: so much open time, or so many business days. */
export type TargetDuration =
  { readonly kind: 'elapsed'; readonly ms: number } | { readonly kind: 'business-days'; readonly days: number };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const BUSINESS_DAYS = /^(\d{1,4})BD$/;
const ISO_DURATION = /^P(?=.)(?:(\d{1,4})D)?(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;
const HINT = 'Write open time as PT30M, PT8H or PT1H30M, and business days as 2BD.';

/**
 * Reads `PT8H`, `PT1H30M`, `P1DT2H` or `2BD`. A `D` is 24 hours of open time, which on a calendar of eight hours is three
 * working days; days that people mean are business days.
 *
 * @throws RangeError that says what to write instead
 */
export function parseDuration(text: string): TargetDuration {
  const days = BUSINESS_DAYS.exec(text)?.[1];
  if (days !== undefined) {
    if (Number(days) === 0) throw new RangeError(`A target of no time can never be met. ${HINT}`);
    return { kind: 'business-days', days: Number(days) };
  }
  if (/^P[^T]*[YMW]/.test(text))
    throw new RangeError(`Years, months and weeks are not equally long on every calendar (${text}). ${HINT}`);
  const parts = ISO_DURATION.exec(text)?.slice(1);
  if (!parts) throw new RangeError(`${text} is no duration. ${HINT}`);
  const [d = 0, h = 0, m = 0, s = 0] = parts.map((part) => Number(part ?? 0));
  const ms = d * DAY + h * HOUR + m * MINUTE + s * SECOND;
  if (ms === 0) throw new RangeError(`A target of no time can never be met. ${HINT}`);
  return { kind: 'elapsed', ms };
}

/** The shortest text that `parseDuration` reads as the same; hours are the largest unit, milliseconds are cut off. */
export function formatDuration(duration: TargetDuration): string {
  if (duration.kind === 'business-days') return `${duration.days}BD`;
  const seconds = Math.floor(duration.ms / SECOND);
  const parts = [
    [Math.floor(seconds / 3_600), 'H'],
    [Math.floor(seconds / 60) % 60, 'M'],
    [seconds % 60, 'S'],
  ] as const;
  return `PT${parts.map(([count, unit]) => (count > 0 ? `${count}${unit}` : '')).join('') || '0S'}`;
}

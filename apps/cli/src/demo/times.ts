export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const iso = (at: number): string => new Date(at).toISOString();

const OPENS = 7;
const CLOSES = 18;

const isWeekend = (at: number): boolean => [0, 6].includes(new Date(at).getUTCDay());

/** The same instant when people work (weekdays 07–18 UTC), else some minutes into the next working day. */
export function whenPeopleWork(at: number, minutesIn: number): number {
  const hour = new Date(at).getUTCHours();
  if (!isWeekend(at) && hour >= OPENS && hour < CLOSES) return at;
  let day = Math.floor(at / DAY) * DAY;
  if (isWeekend(at) || hour >= CLOSES) day += DAY;
  while (isWeekend(day)) day += DAY;
  return day + OPENS * HOUR + minutesIn * MINUTE;
}

/** So much work later, where nights and weekends do not count. */
export function afterWorking(at: number, work: number): number {
  let now = whenPeopleWork(at, 0);
  let left = work;
  for (;;) {
    const closing = Math.floor(now / DAY) * DAY + CLOSES * HOUR;
    if (now + left <= closing) return now + left;
    left -= closing - now;
    now = whenPeopleWork(closing, 0);
  }
}

/** So many times as long as it worked, a patient process rests; … */
const REST_PER_WORK = 10;
/** … and so many times when its orders have waited long enough: never more than half of the time is its own. */
const LEAST_REST_PER_WORK = 1;

/**
 * How long a process rests after a round of sending: in proportion to its work, so that a burst of commands goes first,
 * and less when its oldest order has waited as long as it may. All in milliseconds.
 */
export const restAfter = (worked: number, overdue: number, patience: number): number =>
  patience === 0 ? 0 : Math.max(worked * LEAST_REST_PER_WORK, Math.min(worked * REST_PER_WORK, patience - overdue));

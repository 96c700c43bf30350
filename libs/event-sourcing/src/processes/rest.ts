/** So many times as long as it worked, a patient process rests. */
const REST_PER_WORK = 10;

/**
 * How long a process rests after a round of sending: in proportion to its work, so that a burst of commands goes first,
 * but never so long that its oldest order waits longer than it may. All in milliseconds.
 */
export const restAfter = (worked: number, overdue: number, patience: number): number =>
  Math.max(0, Math.min(worked * REST_PER_WORK, patience - overdue));

/** What a patient process knows after a round of sending; durations in milliseconds. */
export interface Round {
  /** How long it took. */
  readonly worked: number;
  /** How long the oldest of its orders had been due. */
  readonly overdue: number;
  /** How long an order may wait for others. */
  readonly patience: number;
  /** Share of the time that others kept this process's thread busy while it rested last, 0 to 1. */
  readonly busy: number;
}

/** So many times its patience is longer than anything should wait. */
const LONG = 30;

/** Below this share nobody is kept waiting. */
export const BUSY = 0.6;

/**
 * How long a patient process rests after a round, in milliseconds: hardly while there is nothing else to do; while there
 * is, ten times as long as it worked, and less the longer its orders have waited, down to as long as it worked. So a burst
 * of commands goes first, and no burst keeps orders waiting for ever.
 */
export function restAfter({ worked, overdue, patience, busy }: Round): number {
  if (patience === 0) return 0;
  if (busy < BUSY) return worked / 4;
  if (overdue < patience) return worked * 10;
  return overdue < patience * LONG ? worked * 4 : worked;
}

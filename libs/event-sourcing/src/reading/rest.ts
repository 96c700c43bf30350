import type { Alarm } from './alarm';

/** What a patient reader knows after a round of work; durations in milliseconds. */
export interface Round {
  /** How long it took. */
  readonly worked: number;
  /** How long the oldest of what it worked on had waited. */
  readonly overdue: number;
  /** How long something may wait for others. */
  readonly patience: number;
  /** Share of the time that others kept this process's thread busy while it rested last, 0 to 1. */
  readonly busy: number;
}

/** So many times its patience is longer than anything should wait. */
const LONG = 30;

/** From this share on others are kept waiting by what one does, … */
export const BUSY = 0.6;
/** … and below this one nobody is there. */
const QUIET = 0.1;

/**
 * How long a patient reader rests after a round, in milliseconds: hardly while there is nothing else to do; twice as long
 * as it worked while somebody is there; ten times as long while there is much to do, and less the longer its work has
 * waited, down to as long as it worked. So a burst of commands goes first, and no burst keeps its work waiting for ever.
 */
export function restAfter({ worked, overdue, patience, busy }: Round): number {
  if (patience === 0) return 0;
  if (busy < QUIET) return worked / 4;
  if (busy < BUSY) return worked * 2;
  if (overdue < patience) return worked * 10;
  return overdue < patience * LONG ? worked * 4 : worked;
}

/** The rests of one patient reader, and what they tell it of the others. */
export class Rests {
  /** Share of the time that others worked during the last rest. */
  private busy = 0;

  constructor(
    private readonly patienceMs: number,
    private readonly clock: () => Date,
  ) {}

  get othersAreBusy(): boolean {
    return this.patienceMs > 0 && this.busy >= BUSY;
  }

  /**
   * Lets others have their turn, and sees how busy they are meanwhile.
   *
   * @param since from when the oldest of what was worked on had waited
   * @param hurry rung when somebody waits: ends the rest
   */
  async after(worked: number, since: Date, hurry: Alarm, signal: AbortSignal): Promise<void> {
    const { patienceMs: patience, busy } = this;
    if (patience === 0) return;
    const overdue = this.clock().getTime() - since.getTime();
    const before = performance.eventLoopUtilization();
    await hurry.sleep(restAfter({ worked, overdue, patience, busy }), signal);
    this.busy = performance.eventLoopUtilization(before).utilization;
  }
}

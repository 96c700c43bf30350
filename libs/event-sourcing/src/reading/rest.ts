import type { Alarm } from './alarm';
import { THREAD, type People } from './others';

/** How far a reader lets others go first. */
export interface Patience {
  /** How long something may wait for others while there is much to do, in milliseconds; 0: it never does. */
  readonly ms: number;
  /** Whether it leaves others most of the time also afterwards, and some of it while there is less to do. */
  readonly yieldsLonger: boolean;
}

/** Of a reader that goes on yielding when it has waited as long as it may. */
export const patienceOf = (milliseconds = 0) => {
  const patience: Patience = { ms: milliseconds, yieldsLonger: true };
  return (): Patience => patience;
};

/** What a patient reader knows after a round of work; durations in milliseconds. */
export interface Round {
  /** How long it took. */
  readonly worked: number;
  /** How long what comes next has waited. */
  readonly overdue: number;
  readonly patience: Patience;
  /** Share of the time that others kept this process busy while it rested last, 0 to 1. */
  readonly busy: number;
  /** Whether everybody who may wait for it can end its rest: all of them ask this process. */
  readonly canBeHurried: boolean;
}

/** So many times its patience is longer than anything should wait. */
const LONG = 30;

/** From this share on others are kept waiting by what one does, … */
export const BUSY = 0.6;
/** … and below this one nobody is there. */
const QUIET = 0.1;

/** How often who waits for others sees whether they are still there, in milliseconds. */
const LOOK_MS = 250;

/**
 * How long a patient reader rests after a round, in milliseconds: hardly while there is nothing else to do; twice as long
 * as it worked while somebody is there; while there is much to do until it has waited as long as it may, and then less the
 * longer it has, down to as long as it worked. So a burst of commands goes first, and no burst keeps its work waiting for
 * ever. Where people who wait may ask another process it rests ten times as long as it worked at most, so that it is never far
 * behind.
 */
export function restAfter(round: Round): number {
  const { worked, overdue, patience, busy } = round;
  if (patience.ms === 0) return 0;
  if (goesLast(round)) return Math.min(patience.ms - overdue, LOOK_MS);
  if (!patience.yieldsLonger) return 0;
  if (busy < QUIET) return worked / 4;
  if (busy < BUSY) return worked * 2;
  if (overdue < patience.ms) return worked * 10;
  return overdue < patience.ms * LONG ? worked * 4 : worked;
}

const goesLast = ({ overdue, patience, busy, canBeHurried }: Omit<Round, 'worked'>): boolean =>
  canBeHurried && busy >= BUSY && overdue < patience.ms;

/** The rests of one patient reader, and what they tell it of the others. */
export class Rests {
  /** Share of the time that they kept this process busy during the last rest. */
  private busy = 0;

  /**
   * @param patience asked for again at every look, as it may change
   * @param people all who may wait for this reader; unless told, all that the thread does goes first, and whoever waits may ask
   *   another process
   */
  constructor(
    private readonly patience: () => Patience,
    private readonly clock: () => Date,
    private readonly people?: People,
  ) {}

  get othersAreBusy(): boolean {
    return this.patience().ms > 0 && this.busy >= BUSY;
  }

  /**
   * Lets others have their turn, and sees how busy they are meanwhile.
   *
   * @param since from when what comes next has waited
   * @param hurry rung when somebody waits: ends the rest
   */
  async after(worked: number, since: Date, hurry: Alarm, signal: AbortSignal): Promise<void> {
    const { ms } = this.patience();
    if (ms === 0) return;
    // A clock that is set back while it rests makes it wait no longer.
    const latest = performance.now() + ms;
    let undisturbed: boolean;
    do {
      const rest = restAfter({ worked, ...this.seen(since) });
      const busy = (this.people ?? THREAD).watch();
      undisturbed = await hurry.sleep(rest, signal);
      this.busy = busy();
    } while (undisturbed && !signal.aborted && performance.now() < latest && goesLast(this.seen(since)));
  }

  private seen(since: Date): Omit<Round, 'worked'> {
    const overdue = this.clock().getTime() - since.getTime();
    return { overdue, patience: this.patience(), busy: this.busy, canBeHurried: this.people !== undefined };
  }
}

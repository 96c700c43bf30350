/** Those whom a patient reader lets go first. */
export interface Others {
  /** Begins to watch; what it returns answers the share of the time since that they kept this process busy, 0 to 1. */
  watch(): () => number;
}

/** Everything else that this process's thread does. */
export const THREAD: Others = {
  watch() {
    const before = performance.eventLoopUtilization();
    return () => performance.eventLoopUtilization(before).utilization;
  },
};

/**
 * People whose commands and questions this process is at. Patient readers look out for them, not for one another: four that
 * catch up with the same burst would each wait for the three others.
 */
export class People implements Others {
  private here = 0;
  /** Milliseconds so far in which somebody was. */
  private past = 0;
  private since = 0;

  come(): void {
    if (this.here++ === 0) this.since = performance.now();
  }

  go(): void {
    if (--this.here === 0) this.past += performance.now() - this.since;
  }

  watch(): () => number {
    const [began, before, thread] = [performance.now(), this.served(), THREAD.watch()];
    // Who waits for the database alone is not helped by a reader that rests.
    return () => Math.min(thread(), this.share(before, performance.now() - began));
  }

  private share(before: number, elapsed: number): number {
    return elapsed > 0 ? (this.served() - before) / elapsed : Number(this.here > 0);
  }

  private served(): number {
    return this.past + (this.here > 0 ? performance.now() - this.since : 0);
  }
}

import type { Tally } from './simulate-slas';

/** How verdicts go with what the source said of its own promises, and with what it missed as much as with what it made. */
export interface Agreement {
  readonly records: number;
  readonly agree: number;
  /** Share of all that agree, 0 to 1; `null` without any. */
  readonly share: number | null;
  /**
   * Mean of the shares found among the made and among the missed, 0 to 1: half for who always says the same, however
   * few the source missed. `null` when the source made or missed none.
   */
  readonly balanced: number | null;
}

export function agreementIn({ made, missed }: Tally['source']): Agreement {
  const [madeCount, missedCount] = [made.met + made.breached, missed.met + missed.breached];
  const [records, agree] = [madeCount + missedCount, made.met + missed.breached];
  return {
    records,
    agree,
    share: records === 0 ? null : agree / records,
    balanced: madeCount === 0 || missedCount === 0 ? null : (made.met / madeCount + missed.breached / missedCount) / 2,
  };
}

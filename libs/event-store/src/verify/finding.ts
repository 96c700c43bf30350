import type { Position } from '../event';

/** Something in the log that is not as it was recorded. */
export interface Finding {
  readonly kind:
    | 'event changed'
    | 'events removed'
    | 'event moved'
    | 'log cut off'
    | 'order changed'
    | 'checkpoint removed'
    | 'checkpoint forged';
  /** For people: which record, which revision, which position, and what is wrong. */
  readonly message: string;
  readonly streamId?: string;
  readonly revision?: number;
  readonly position?: Position;
}

/** How many findings a report lists; a log rewritten as a whole would list millions. */
const LISTED = 1_000;

/** Findings so far; beyond a bound they are only counted. */
export class Findings {
  readonly listed: Finding[] = [];
  private total = 0;

  add(finding: Finding): void {
    this.total++;
    if (this.listed.length < LISTED) this.listed.push(finding);
  }

  get count(): number {
    return this.total;
  }
}

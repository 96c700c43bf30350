/**
 * A published figure: what it says in words, and the SQL over the facts of its report that computes it. Words and
 * SQL stand side by side so that neither can change without the other; a change of meaning raises the version.
 */
interface Definition<Date extends string> {
  /** Also the first part of its column names. */
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly formula: string;
  /** What counts, by which date. */
  readonly cohort: string;
  readonly edgeCases: string;
  /** The instant (a column) that must lie in the period. */
  readonly by: Date;
  /** Further condition (SQL) for being in the cohort. */
  readonly where?: string;
  /** What it counts, when that is not what its report counts. */
  readonly unit?: string;
}

/** How many. */
interface Count<Date extends string = string> extends Definition<Date> {
  readonly kind: 'count';
}

/** Minutes: mean, percentiles, sum and count. Negative values contradict themselves: left out, counted apart. */
interface Duration<Date extends string = string> extends Definition<Date> {
  readonly kind: 'duration';
  /** Seconds (SQL); null: not in the cohort. */
  readonly seconds: string;
}

/** Σ numerator ÷ Σ denominator. */
export interface Rate<Date extends string = string> extends Definition<Date> {
  readonly kind: 'rate';
  /** What one fact adds (SQL, integer); `denominator` is 1 by default. */
  readonly numerator: string;
  readonly denominator?: string;
}

/** Mean and distribution of a small number. */
interface Distribution<Date extends string = string> extends Definition<Date> {
  readonly kind: 'distribution';
  readonly value: string;
  /** The last class is "this or more". */
  readonly classes: number;
}

export type Figure<Date extends string = string> = Count<Date> | Duration<Date> | Rate<Date> | Distribution<Date>;

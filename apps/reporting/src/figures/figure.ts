/**
 * A published figure: what it says in words, and the SQL over `reporting.incident_facts` that computes it. Words and
 * SQL stand side by side so that neither can change without the other; a change of meaning raises the version.
 */
interface Definition {
  /** Also the first part of its column names. */
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly formula: string;
  /** Which incidents count, by which date. */
  readonly cohort: string;
  readonly edgeCases: string;
  /** The instant (a column) that must lie in the period. */
  readonly by: CohortDate;
  /** Further condition (SQL) for being in the cohort. */
  readonly where?: string;
}

export const COHORT_DATES = [
  'opened_at',
  'resolved_at',
  'closed_at',
  'canceled_at',
  'ended_at',
  'major_accepted_at',
] as const;
export type CohortDate = (typeof COHORT_DATES)[number];

/** How many. */
export interface Count extends Definition {
  readonly kind: 'count';
}

/** Minutes: mean, percentiles, sum and count. Negative values contradict themselves: left out, counted apart. */
export interface Duration extends Definition {
  readonly kind: 'duration';
  /** Seconds (SQL); null: not in the cohort. */
  readonly seconds: string;
}

/** Σ numerator ÷ Σ denominator. */
export interface Rate extends Definition {
  readonly kind: 'rate';
  /** What one incident adds (SQL, integer); `denominator` is 1 by default. */
  readonly numerator: string;
  readonly denominator?: string;
}

/** Mean and distribution of a small number. */
export interface Distribution extends Definition {
  readonly kind: 'distribution';
  readonly value: string;
  /** The last class is "this or more". */
  readonly classes: number;
}

export type Figure = Count | Duration | Rate | Distribution;

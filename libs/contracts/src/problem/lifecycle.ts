/** States of a problem and the moves between them; the service and the docs read this one table. */
export const PROBLEM_STATES = [
  'logged',
  'investigating',
  'root_cause_found',
  'fix_pending',
  'resolved',
  'closed',
] as const;
export type ProblemState = (typeof PROBLEM_STATES)[number];

/** From → permitted next states. Before it is resolved a problem closes only with its risk accepted, or canceled. */
export const PROBLEM_TRANSITIONS: Readonly<Record<ProblemState, readonly ProblemState[]>> = {
  logged: ['investigating', 'closed'],
  investigating: ['root_cause_found', 'closed'],
  root_cause_found: ['fix_pending', 'closed'],
  fix_pending: ['resolved', 'closed'],
  resolved: ['investigating', 'closed'],
  closed: [],
};

/** How a closed problem ended. */
export const PROBLEM_ENDINGS = ['fixed', 'risk_accepted', 'canceled'] as const;
export type ProblemEnding = (typeof PROBLEM_ENDINGS)[number];

/**
 * What kind of thing the cause is, for analysis; `change` is one that a change brought in, `unknown` one that was not
 * found.
 */
export const ROOT_CAUSE_CATEGORIES = [
  'software_defect',
  'hardware_failure',
  'configuration',
  'capacity',
  'change',
  'human_error',
  'process',
  'third_party',
  'security',
  'environment',
  'unknown',
] as const;
export type RootCauseCategory = (typeof ROOT_CAUSE_CATEGORIES)[number];

/** What people may link a problem with. */
export const PROBLEM_LINKABLE_KINDS = [
  'affected_ci',
  'related_problem',
  'caused_by_change',
  'fixed_by_change',
  'knowledge',
] as const;
export type ProblemLinkableKind = (typeof PROBLEM_LINKABLE_KINDS)[number];

/** What a problem may point at. `incident` follows from the incident's own link `problem`. */
export const PROBLEM_LINK_KINDS = [...PROBLEM_LINKABLE_KINDS, 'incident'] as const;
export type ProblemLinkKind = (typeof PROBLEM_LINK_KINDS)[number];

/** A detected trend is proposed by the service; people accept it as a problem or dismiss it, once and for all. */
export const TREND_STATES = ['proposed', 'accepted', 'dismissed'] as const;
export type TrendState = (typeof TREND_STATES)[number];

/** From → permitted next states of a detected trend. */
export const TREND_TRANSITIONS: Readonly<Record<TrendState, readonly TrendState[]>> = {
  proposed: ['accepted', 'dismissed'],
  accepted: [],
  dismissed: [],
};

/** What the incidents of a trend have in common. */
export const TREND_KINDS = ['ci', 'category'] as const;
export type TrendKind = (typeof TREND_KINDS)[number];

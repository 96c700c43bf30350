/** States of an incident and the moves between them; the service, the importer and the docs read this one table. */
export const INCIDENT_STATES = ['new', 'in_progress', 'on_hold', 'resolved', 'closed', 'canceled'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** From → permitted next states. Closed and canceled are ends: a follow-up is logged and linked instead. */
export const INCIDENT_TRANSITIONS: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  new: ['in_progress', 'resolved', 'canceled'],
  in_progress: ['on_hold', 'resolved', 'canceled'],
  on_hold: ['in_progress', 'resolved', 'canceled'],
  resolved: ['in_progress', 'closed'],
  closed: [],
  canceled: [],
};

/** Whether an incident may move from one state to the other. */
export const isPermittedMove = (from: IncidentState, to: IncidentState): boolean =>
  INCIDENT_TRANSITIONS[from].includes(to);

/** Why work waits. A public reply by the caller resumes `caller`. */
export const HOLD_REASONS = ['caller', 'vendor', 'change', 'problem', 'evidence'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** P1 is the most urgent; they compare as text. Impact × urgency gives one by the matrix, a person may override it. */
export const PRIORITIES = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** 1 is the highest. */
export const LEVELS = [1, 2, 3] as const;
export type Level = (typeof LEVELS)[number];

/** How an incident reached us. */
export const CHANNELS = ['phone', 'email', 'portal', 'chat', 'walk-in', 'monitoring', 'api', 'other'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What the resolution was. */
export const RESOLUTION_CODES = [
  'fixed',
  'workaround',
  'configuration',
  'user_education',
  'no_fault_found',
  'duplicate',
  'not_reproducible',
  'third_party',
  'other',
] as const;
export type ResolutionCode = (typeof RESOLUTION_CODES)[number];

/** Links from one incident to another. */
export const INCIDENT_LINK_KINDS = ['parent', 'duplicate_of', 'follow_up_of'] as const;
export type IncidentLinkKind = (typeof INCIDENT_LINK_KINDS)[number];

/** What people may link an incident with. */
export const LINKABLE_KINDS = [
  'affected_ci',
  ...INCIDENT_LINK_KINDS,
  'problem',
  'caused_by_change',
  'fixed_by_change',
  'knowledge',
] as const;
export type LinkableKind = (typeof LINKABLE_KINDS)[number];

/** What an incident may point at, and what the pointing means. `child` follows from the other's `parent`. */
export const LINK_KINDS = [...LINKABLE_KINDS, 'child'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Whether a link of this kind points at another incident that is named by id or number. */
export const pointsAtIncident = (kind: LinkKind): kind is IncidentLinkKind =>
  (INCIDENT_LINK_KINDS as readonly LinkKind[]).includes(kind);

/**
 * How far the question has come whether an incident gets major incident handling; a rejected one may be proposed again.
 */
export const MAJOR_STATES = ['candidate', 'accepted', 'rejected'] as const;
export type MajorState = (typeof MAJOR_STATES)[number];

/** Who does what in a major incident, one person each; accepting it names the `incident_manager`. */
export const MAJOR_ROLES = ['incident_manager', 'communications', 'technical_lead', 'scribe'] as const;
export type MajorRole = (typeof MAJOR_ROLES)[number];

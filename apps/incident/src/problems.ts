import type { ProblemKind } from '@opsledger/service-kit';
import type { IncidentRefusal } from './incident/incident.errors';
import type { SettingsRefusal } from './settings/settings.errors';

/** Every refusal as HTTP tells it. */
export const problems: Readonly<Record<IncidentRefusal | SettingsRefusal, ProblemKind>> = {
  'move-not-permitted': { status: 409, title: 'Move not permitted in this state' },
  'incident-not-open': { status: 409, title: 'Incident is not open' },
  'incident-ended': { status: 409, title: 'Incident has ended' },
  'incident-not-on-hold': { status: 409, title: 'Incident is not on hold' },
  'resume-time-passed': { status: 422, title: 'Time to resume has passed' },
  'team-unknown': { status: 422, title: 'No such team' },
  'person-unknown': { status: 422, title: 'No such person' },
  'caller-unknown': { status: 422, title: 'No such caller' },
  'person-not-in-team': { status: 422, title: 'Person is no member of the team' },
  'requester-may-not-assign': { status: 403, title: 'Requesters assign nobody' },
  'requester-logs-own': { status: 403, title: 'Requesters log for themselves' },
  'link-target-unknown': { status: 422, title: 'No such incident to link with' },
  'link-target-unnamed': { status: 422, title: 'Linked record needs a name' },
  'link-taken': { status: 409, title: 'Only one such link at a time' },
  'link-cycle': { status: 409, title: 'Link would close a circle' },
  'parent-not-open': { status: 409, title: 'Parent is not open' },
  'duplicate-not-linked': { status: 409, title: 'Duplicate of nothing' },
  'major-step-not-permitted': { status: 409, title: 'Step not permitted in major incident handling' },
  'update-time-passed': { status: 422, title: 'Time of the next update has passed' },
  'review-required': { status: 409, title: 'Post-incident review required' },
  'review-too-early': { status: 409, title: 'Too early for a review' },
  'import-id-mismatch': { status: 422, title: 'Imported incident has another id' },
  'record-not-imported': { status: 409, title: 'Incident was not imported' },
  'imported-by-another-batch': { status: 409, title: 'Incident was imported by another batch' },
  'worked-on-since-import': { status: 409, title: 'Incident was worked on since its import' },
  'worked-on-before-import': { status: 409, title: 'Incident was worked on here before this was told' },
  'later-import-builds-on-it': { status: 409, title: 'A later import added to the incident' },

  'matrix-not-monotonous': { status: 422, title: 'Priority matrix makes no sense' },
  'zone-unknown': { status: 422, title: 'No such time zone' },
};

import type { IncidentEvent, IncidentSummary } from '@opsledger/contracts';
import { changesBy } from '@opsledger/event-sourcing';
import type { IncidentChanges, RecordedIncidentEvent } from './recorded-incident-event';

const later = (one: string, other: string): string => (one > other ? one : other);

const blank = ({ subject, occurredAt, data: { keys } }: RecordedIncidentEvent): IncidentSummary => ({
  id: subject,
  external: null,
  title: keys.number,
  impact: 3,
  urgency: 3,
  priorityOverridden: false,
  major: null,
  holdReason: null,
  caller: null,
  channel: 'other',
  subcategory: null,
  location: null,
  assignee: null,
  reassignments: 0,
  reopens: 0,
  openedAt: occurredAt,
  updatedAt: occurredAt,
  acknowledgedAt: null,
  resolvedAt: null,
  closedAt: null,
  version: 0,
  // Last: an object that grows after a spread takes V8 fifty times as long.
  ...keys,
});

const changes: IncidentChanges<IncidentSummary> = {
  IncidentLogged: (_, { data, occurredAt }) => ({
    title: data.title,
    external: data.external,
    impact: data.impact,
    urgency: data.urgency,
    caller: data.caller,
    channel: data.channel,
    subcategory: data.subcategory,
    location: data.location,
    openedAt: occurredAt,
  }),
  IncidentDescriptionRevised: (_, { data }) => ({ title: data.title.after }),
  IncidentCategorised: (_, { data }) => ({ subcategory: data.subcategory.after, location: data.location.after }),
  IncidentAssessed: (_, { data }) => ({ impact: data.impact.after, urgency: data.urgency.after }),
  IncidentPriorityOverridden: () => ({ priorityOverridden: true }),
  IncidentPriorityOverrideWithdrawn: () => ({ priorityOverridden: false }),
  IncidentAcknowledged: ({ acknowledgedAt }, { data, occurredAt }) =>
    data.automatic ? {} : { acknowledgedAt: acknowledgedAt ?? occurredAt },
  IncidentAssigned: (_, { data }) => ({ assignee: data.assignment.after.person, reassignments: data.reassignments }),
  IncidentWorkStarted: () => WORKED_ON,
  IncidentPutOnHold: (_, { data }) => ({ ...WORKED_ON, holdReason: data.reason }),
  IncidentHoldReasonChanged: (_, { data }) => ({ holdReason: data.reason.after }),
  IncidentResumed: () => WORKED_ON,
  MajorIncidentProposed: () => ({ major: 'candidate' }),
  MajorIncidentAccepted: () => ({ major: 'accepted' }),
  MajorIncidentRejected: () => ({ major: 'rejected' }),
  IncidentResolved: (_, { occurredAt }) => ({ ...WORKED_ON, resolvedAt: occurredAt }),
  IncidentReopened: ({ reopens }) => ({ ...WORKED_ON, reopens: reopens + 1 }),
  IncidentClosed: (_, { occurredAt }) => ({ holdReason: null, closedAt: occurredAt }),
  IncidentCanceled: () => ({ holdReason: null }),
};

/** Neither waiting nor ended, so far as the fact itself does not say otherwise. */
const WORKED_ON: Partial<IncidentSummary> = { holdReason: null, resolvedAt: null, closedAt: null };

/** An incident as lists show it, after one more fact; facts may come in any order. */
export function summaryAfter(before: IncidentSummary | undefined, event: RecordedIncidentEvent): IncidentSummary {
  const { keys } = event.data;
  const summary = before ?? blank(event);
  return {
    ...summary,
    number: keys.number,
    state: keys.state,
    priority: keys.priority,
    team: keys.team,
    service: keys.service,
    category: keys.category,
    updatedAt: later(summary.updatedAt, event.occurredAt),
    version: event.revision,
    ...changesBy<IncidentSummary, IncidentEvent>(changes, summary, event),
  };
}

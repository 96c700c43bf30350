import type { IncidentEvent, IncidentView, MajorIncidentView, Reference } from '@opsledger/contracts';
import { changesBy } from '@opsledger/event-sourcing';
import { authorOf } from '@opsledger/service-kit';
import { summaryAfter } from './incident-summary';
import type { IncidentChanges, RecordedIncidentEvent } from './recorded-incident-event';

/** Everything that is kept of an incident; how its promises stand now is worked out when it is asked for. */
export type IncidentDocument = Omit<IncidentView, ForStaff> & Required<Pick<IncidentView, ForStaff>>;
type ForStaff = 'workNotes' | 'workarounds';
type Rest = IncidentDocument;

const blank = (event: RecordedIncidentEvent): Omit<Rest, keyof ReturnType<typeof summaryAfter>> => ({
  description: null,
  openedBy: authorOf(event),
  matrixVersion: 0,
  override: null,
  hold: null,
  resolution: null,
  reopenReason: null,
  cancelReason: null,
  majorIncident: null,
  escalations: [],
  links: [],
  workarounds: [],
  attachments: [],
  watchers: [],
  comments: [],
  workNotes: [],
});

const NOT_MAJOR: MajorIncidentView = {
  state: 'candidate',
  justification: null,
  rejection: null,
  roles: [],
  nextUpdateDue: null,
  updates: [],
  missedUpdates: [],
  review: null,
};

const major = ({ majorIncident }: Rest, changes: Partial<MajorIncidentView>): Partial<Rest> => ({
  majorIncident: { ...(majorIncident ?? NOT_MAJOR), ...changes },
});

type Roles = MajorIncidentView['roles'];

function rolesAfter({ majorIncident }: Rest, role: Roles[number]['role'], person: Reference | null): Roles {
  const others = (majorIncident?.roles ?? []).filter((it) => it.role !== role);
  return person ? [...others, { role, person }] : others;
}

/** Nobody waits for news of an incident that has ended. */
const ended = (rest: Rest): Partial<Rest> => ({
  hold: null,
  ...(rest.majorIncident?.nextUpdateDue && major(rest, { nextUpdateDue: null })),
});

const changes: IncidentChanges<Rest> = {
  IncidentLogged: (_, event) => ({
    description: event.data.description,
    matrixVersion: event.data.matrixVersion,
    openedBy: authorOf(event),
  }),
  IncidentDescriptionRevised: (_, { data }) => ({ description: data.description.after }),
  IncidentAssessed: (_, { data }) => ({ matrixVersion: data.matrixVersion }),
  IncidentPriorityOverridden: (_, event) => {
    const { priority, reason } = event.data;
    return { override: { priority: priority.after, reason, at: event.occurredAt, by: authorOf(event) } };
  },
  IncidentPriorityOverrideWithdrawn: () => ({ override: null }),
  IncidentEscalated: ({ escalations }, event) => {
    const { kind, to, reason } = event.data;
    return { escalations: [...escalations, { at: event.occurredAt, by: authorOf(event), kind, to, reason }] };
  },
  IncidentWorkStarted: () => ({ hold: null }),
  IncidentPutOnHold: (_, { data: { reason, note, resumeAt }, occurredAt }) => ({
    hold: { reason, note, resumeAt, since: occurredAt },
  }),
  IncidentHoldReasonChanged: ({ hold }, { data, occurredAt }) => ({
    hold: {
      reason: data.reason.after,
      note: data.note,
      resumeAt: data.resumeAt.after,
      since: hold?.since ?? occurredAt,
    },
  }),
  IncidentResumed: () => ({ hold: null }),
  IncidentCommented: ({ comments }, event) => {
    const { body, byCaller } = event.data;
    return { comments: [...comments, { id: event.id, at: event.occurredAt, by: authorOf(event), body, byCaller }] };
  },
  IncidentWorkNoted: ({ workNotes }, event) => ({
    workNotes: [...workNotes, { id: event.id, at: event.occurredAt, by: authorOf(event), body: event.data.body }],
  }),
  IncidentAttachmentLinked: ({ attachments }, { data: { url, name } }) => ({
    attachments: [...attachments.filter((it) => it.url !== url), { url, name }],
  }),
  IncidentAttachmentUnlinked: ({ attachments }, { data: { url } }) => ({
    attachments: attachments.filter((it) => it.url !== url),
  }),
  IncidentWatched: ({ watchers }, { data: { person } }) => ({
    watchers: [...watchers.filter(({ id }) => id !== person.id), person],
  }),
  IncidentUnwatched: ({ watchers }, { data: { person } }) => ({
    watchers: watchers.filter(({ id }) => id !== person.id),
  }),
  IncidentLinked: ({ links }, { data: { kind, target } }) => ({
    links: [...links.filter((link) => link.kind !== kind || link.target.id !== target.id), { kind, target }],
  }),
  IncidentUnlinked: ({ links, workarounds }, { data: { kind, target } }) => ({
    links: links.filter((link) => link.kind !== kind || link.target.id !== target.id),
    workarounds: kind === 'problem' ? workarounds.filter(({ problem }) => problem.id !== target.id) : workarounds,
  }),
  IncidentWorkaroundOffered: ({ workarounds }, { data: { problem, workaround, workaroundRevision }, occurredAt }) => ({
    workarounds: [
      ...workarounds.filter((it) => it.problem.id !== problem.id),
      { problem, workaround, workaroundRevision, at: occurredAt },
    ],
  }),
  IncidentWorkaroundWithdrawn: ({ workarounds }, { data: { problem } }) => ({
    workarounds: workarounds.filter((it) => it.problem.id !== problem.id),
  }),
  MajorIncidentProposed: (rest, { data }) =>
    major(rest, { state: 'candidate', justification: data.justification, rejection: null }),
  MajorIncidentAccepted: (rest, { data: { manager, nextUpdateDue } }) =>
    major(rest, { state: 'accepted', roles: rolesAfter(rest, 'incident_manager', manager), nextUpdateDue }),
  MajorIncidentRejected: (rest, { data }) =>
    major(rest, { state: 'rejected', rejection: data.reason, nextUpdateDue: null }),
  MajorIncidentRoleAssigned: (rest, { data: { role, person } }) =>
    major(rest, { roles: rolesAfter(rest, role, person.after) }),
  MajorIncidentStatusUpdated: (rest, event) => {
    const { message, nextUpdateDue, due, onTime } = event.data;
    const update = { at: event.occurredAt, by: authorOf(event), message, due, onTime };
    return major(rest, { nextUpdateDue, updates: [...(rest.majorIncident?.updates ?? []), update] });
  },
  MajorIncidentUpdateMissed: (rest, { data: { due } }) =>
    major(rest, { nextUpdateDue: null, missedUpdates: [...(rest.majorIncident?.missedUpdates ?? []), due] }),
  MajorIncidentReviewed: (rest, event) => {
    const { summary, causes, actions } = event.data;
    return major(rest, { review: { at: event.occurredAt, by: authorOf(event), summary, causes, actions } });
  },
  IncidentResolved: (rest, event) => {
    const { code, notes, knowledge, withParent, resolution, closesAt = null } = event.data;
    const said = { code, notes, knowledge, withParent, resolution, closesAt };
    return { ...ended(rest), resolution: { ...said, at: event.occurredAt, by: authorOf(event) } };
  },
  IncidentReopened: ({ resolution }, { data }) => ({
    hold: null,
    reopenReason: data.reason,
    resolution: resolution && { ...resolution, closesAt: null },
  }),
  IncidentClosed: ended,
  IncidentCanceled: (rest, { data }) => ({ ...ended(rest), cancelReason: data.reason }),
};

/** Everything about an incident after one more fact; facts may come in any order. */
export function documentAfter(before: IncidentDocument | undefined, event: RecordedIncidentEvent): IncidentDocument {
  const summary = summaryAfter(before, event);
  // Assigned, not spread: an object that grows by spreading takes V8 fifty times as long.
  const document: Rest = Object.assign({}, before ?? blank(event), summary);
  return Object.assign(document, changesBy<Rest, IncidentEvent>(changes, document, event));
}

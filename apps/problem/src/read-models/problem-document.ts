import type { ProblemEvent, ProblemSummary, ProblemView } from '@opsledger/contracts';
import { changesBy, type Changes, type Recorded } from '@opsledger/event-sourcing';
import { authorOf } from '@opsledger/service-kit';

export type RecordedProblemEvent = Recorded<ProblemEvent>;

const blank = (event: RecordedProblemEvent): ProblemView => ({
  id: event.subject,
  title: event.data.keys.number,
  ending: null,
  impact: 3,
  urgency: 3,
  assignee: null,
  workaround: null,
  rootCauseCategory: null,
  incidentCount: 0,
  external: null,
  importedOnly: false,
  recurrences: 0,
  openedAt: event.occurredAt,
  updatedAt: event.occurredAt,
  resolvedAt: null,
  closedAt: null,
  version: 0,
  description: null,
  openedBy: authorOf(event),
  trend: null,
  rootCause: null,
  workaroundDetails: null,
  fix: null,
  resolutionNotes: null,
  recurReason: null,
  endReason: null,
  whys: [],
  notes: [],
  links: [],
  incidents: [],
  possibleRecurrences: [],
  ...event.data.keys,
});

/** Where it came from; what people state makes more of it than a name in an import. */
function provenance({ importedOnly }: ProblemView, event: RecordedProblemEvent): Partial<ProblemView> {
  if (event.type === 'ProblemImported') return { external: event.data.external, importedOnly: true };
  return importedOnly ? { importedOnly: event.metadata.actor.kind === 'process' } : {};
}

const stamp = (event: RecordedProblemEvent) => ({ at: event.occurredAt, by: authorOf(event) });
const later = (one: string, other: string): string => (one > other ? one : other);

const changes: Changes<ProblemView, ProblemEvent> = {
  ProblemLogged: (_, event) => {
    const { title, description, impact, urgency, trend } = event.data;
    return { title, description, impact, urgency, trend, openedAt: event.occurredAt, openedBy: authorOf(event) };
  },
  ProblemImported: (_, { data }) => ({ title: data.external.number }),
  ProblemDescriptionRevised: (_, { data }) => ({ title: data.title.after, description: data.description.after }),
  ProblemAssessed: (_, { data }) => ({ impact: data.impact.after, urgency: data.urgency.after }),
  ProblemAssigned: (_, { data }) => ({ assignee: data.assignment.after.person }),
  ProblemInvestigationNoted: ({ notes }, event) => ({
    notes: [...notes, { id: event.id, body: event.data.body, ...stamp(event) }],
  }),
  ProblemWhyAnswered: ({ whys }, event) => {
    const { why, because } = event.data;
    return { whys: [...whys, { id: event.id, why, because, ...stamp(event) }] };
  },
  ProblemRootCauseFound: (_, event) => {
    const { rootCause: text, rootCauseCategory: category } = event.data;
    return { rootCauseCategory: category, rootCause: { text, category, ...stamp(event) } };
  },
  ProblemRootCauseRevised: (_, event) => {
    const [text, category] = [event.data.rootCause.after, event.data.rootCauseCategory.after];
    return { rootCauseCategory: category, rootCause: { text, category, ...stamp(event) } };
  },
  ProblemWorkaroundRecorded: (_, event) => {
    const { workaround: text, workaroundRevision: revision } = event.data;
    return { workaround: text, workaroundDetails: { text, revision, ...stamp(event) } };
  },
  ProblemWorkaroundWithdrawn: () => ({ workaround: null, workaroundDetails: null }),
  ProblemFixPlanned: (_, { data }) => ({ fix: data.fix }),
  ProblemResolved: (_, { data, occurredAt }) => ({ resolvedAt: occurredAt, resolutionNotes: data.notes }),
  ProblemRecurred: (_, { data }) => ({
    resolvedAt: null,
    recurReason: data.reason,
    recurrences: data.recurrences,
  }),
  ProblemClosed: (_, { occurredAt }) => ({ ending: 'fixed', closedAt: occurredAt }),
  ProblemRiskAccepted: (_, { data, occurredAt }) => ({
    ending: 'risk_accepted',
    closedAt: occurredAt,
    endReason: data.reason,
  }),
  ProblemCanceled: (_, { data, occurredAt }) => ({ ending: 'canceled', closedAt: occurredAt, endReason: data.reason }),
  ProblemLinked: (view, { data: { kind, target, openedAt }, occurredAt }) => {
    const links = [...without(view, kind, target.id), { kind, target }];
    if (kind !== 'incident') return { links };
    const others = view.incidents.filter(({ incident }) => incident.id !== target.id);
    return withIncidents(links, [...others, { incident: target, openedAt: openedAt ?? null, linkedAt: occurredAt }]);
  },
  ProblemUnlinked: (view, { data: { kind, target } }) => {
    const links = without(view, kind, target.id);
    if (kind !== 'incident') return { links };
    return withIncidents(
      links,
      view.incidents.filter(({ incident }) => incident.id !== target.id),
    );
  },
};

const without = ({ links }: ProblemView, kind: string, id: string) =>
  links.filter((link) => link.kind !== kind || link.target.id !== id);

const withIncidents = (links: ProblemView['links'], incidents: ProblemView['incidents']): Partial<ProblemView> => ({
  links,
  incidents,
  incidentCount: incidents.length,
});

/** Everything about a problem after one more fact; facts may come in any order. */
export function documentAfter(before: ProblemView | undefined, event: RecordedProblemEvent): ProblemView {
  const view = before ?? blank(event);
  const after: ProblemView = {
    ...view,
    ...event.data.keys,
    updatedAt: later(view.updatedAt, event.occurredAt),
    version: event.revision,
    ...provenance(view, event),
    ...changesBy<ProblemView, ProblemEvent>(changes, view, event),
  };
  const { resolvedAt, incidents } = after;
  const came = ({ openedAt }: ProblemView['incidents'][number]) =>
    resolvedAt !== null && openedAt !== null && openedAt > resolvedAt;
  return { ...after, possibleRecurrences: incidents.filter(came) };
}

/** The problem as lists show it. */
export const summaryOf = (view: ProblemView): ProblemSummary => ({
  id: view.id,
  number: view.number,
  title: view.title,
  state: view.state,
  ending: view.ending,
  priority: view.priority,
  impact: view.impact,
  urgency: view.urgency,
  category: view.category,
  service: view.service,
  team: view.team,
  assignee: view.assignee,
  knownError: view.knownError,
  workaround: view.workaround,
  rootCauseCategory: view.rootCauseCategory,
  incidentCount: view.incidentCount,
  external: view.external,
  importedOnly: view.importedOnly,
  recurrences: view.recurrences,
  openedAt: view.openedAt,
  updatedAt: view.updatedAt,
  resolvedAt: view.resolvedAt,
  closedAt: view.closedAt,
  version: view.version,
});

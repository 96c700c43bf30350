import type { ChangeEvent, ChangeResult, IncidentEvent } from '@opsledger/contracts';
import { changesBy, projection, type Changes, type Recorded, type RowHandlers } from '@opsledger/event-sourcing';

/** Everything reports need to know about one change, in one row. Instants are ISO 8601 UTC. */
export interface ChangeFact {
  readonly id: string;
  readonly number: string;
  readonly title: string | null;
  readonly type: string;
  readonly risk: string | null;
  readonly team_id: string | null;
  readonly team: string | null;
  readonly service_id: string | null;
  readonly service: string | null;
  readonly category: string | null;
  readonly state: string;
  readonly result: ChangeResult | null;
  readonly drafted_at: string | null;
  readonly submitted_at: string | null;
  readonly approved_at: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly closed_at: string | null;
  readonly canceled_at: string | null;
  /** Until it is carried out it may be done from then to then, as scheduled; null: it may not. */
  readonly scheduled_at: string | null;
  readonly planned_start: string | null;
  readonly planned_end: string | null;
  /** Configuration items it touches. */
  readonly ci_ids: readonly string[];
  /** Incidents that name it as their cause. */
  readonly incident_ids: readonly string[];
}

type Blaming = Extract<IncidentEvent, { type: 'IncidentLinked' | 'IncidentUnlinked' | 'IncidentImportWithdrawn' }>;
type Told = ChangeEvent | Blaming;

const blank = (id: string): ChangeFact => ({
  id,
  number: '',
  title: null,
  type: 'normal',
  risk: null,
  team_id: null,
  team: null,
  service_id: null,
  service: null,
  category: null,
  state: 'draft',
  result: null,
  drafted_at: null,
  submitted_at: null,
  approved_at: null,
  started_at: null,
  finished_at: null,
  closed_at: null,
  canceled_at: null,
  ...{ scheduled_at: null, planned_start: null, planned_end: null, ci_ids: [] },
  incident_ids: [],
});

const NOT_APPROVED = { approved_at: null, scheduled_at: null, planned_start: null, planned_end: null } as const;

const changes: Changes<ChangeFact, ChangeEvent> = {
  ChangeDrafted: (_, { data, occurredAt }) => ({ title: data.title, drafted_at: occurredAt }),
  ChangeDescribed: (_, { data }) => ({ title: data.title.after }),
  ChangePlanned: () => ({}),
  ChangeLinked: ({ ci_ids }, { data: { kind, target } }) =>
    kind === 'affected_ci' ? { ci_ids: [...ci_ids.filter((id) => id !== target.id), target.id] } : {},
  ChangeUnlinked: ({ ci_ids }, { data: { kind, target } }) =>
    kind === 'affected_ci' ? { ci_ids: ci_ids.filter((id) => id !== target.id) } : {},
  ChangeAssigned: () => ({}),
  ChangeRiskAssessed: () => ({}),
  // A change that was rejected is submitted again: what counts is how long it took from the first time on.
  ChangeSubmitted: ({ submitted_at }, { occurredAt }) => ({ submitted_at: submitted_at ?? occurredAt }),
  ChangeApproved: ({ approved_at }, { data, occurredAt }) => ({
    approved_at: data.retrospective ? approved_at : occurredAt,
  }),
  ChangeRejected: (_, { data }) => (data.retrospective ? {} : NOT_APPROVED),
  ChangeApprovalsExpired: () => NOT_APPROVED,
  ChangeScheduled: (_, { data, occurredAt }) => ({
    scheduled_at: occurredAt,
    planned_start: data.plannedStart,
    planned_end: data.plannedEnd,
  }),
  ChangeImplementationStarted: (_, { data }) => ({ started_at: data.startedAt }),
  ChangeImplementationFinished: (_, { data }) => ({
    started_at: data.startedAt,
    finished_at: data.finishedAt,
    result: data.result,
  }),
  ChangeReviewed: () => ({}),
  ChangeClosed: (_, { occurredAt }) => ({ closed_at: occurredAt }),
  ChangeCanceled: (_, { occurredAt }) => ({ canceled_at: occurredAt }),
};

function factAfter(before: ChangeFact | undefined, event: Recorded<ChangeEvent>): ChangeFact {
  const { keys } = event.data;
  const row = before ?? blank(event.subject);
  return {
    ...row,
    number: keys.number,
    type: keys.type,
    risk: keys.risk,
    team_id: keys.team?.id ?? null,
    team: keys.team?.name ?? null,
    service_id: keys.service?.id ?? null,
    service: keys.service?.name ?? null,
    category: keys.category,
    state: keys.state,
    ...changesBy<ChangeFact, ChangeEvent>(changes, row, event),
  };
}

/** An incident blames it, or does so no longer; what is only known by name in another system has no row. */
const blamed = (row: ChangeFact | undefined, event: Recorded<Blaming>): ChangeFact | undefined => {
  if (!row) return undefined;
  const others = row.incident_ids.filter((id) => id !== event.subject);
  return { ...row, incident_ids: event.type === 'IncidentLinked' ? [...others, event.subject] : others };
};

const BLAMING: readonly Told['type'][] = ['IncidentLinked', 'IncidentUnlinked', 'IncidentImportWithdrawn'];
const isBlame = (event: Recorded<Told>): event is Recorded<Blaming> => BLAMING.includes(event.type);

/** Ids of the changes that an incident blames, or blames no longer. */
function changesBlamed({ type, data }: Recorded<Blaming>): string[] {
  const links = type === 'IncidentImportWithdrawn' ? (data.unlinked ?? []) : [data];
  return links.flatMap(({ kind, target }) => (kind === 'caused_by_change' ? [target.id] : []));
}

const handlers = {
  ...Object.fromEntries(Object.keys(changes).map((type) => [type, factAfter])),
  ChangeImportWithdrawn: () => null,
  IncidentLinked: blamed,
  IncidentUnlinked: blamed,
  IncidentImportWithdrawn: blamed,
} as RowHandlers<ChangeFact, Told>;

export const changeFacts = projection<ChangeFact, Told>({
  name: 'reporting-change-facts',
  version: 3,
  patienceMs: 10_000,
  keys: (event) => {
    const told = event as Recorded<Told>;
    return isBlame(told) ? changesBlamed(told) : [told.subject];
  },
  table: {
    schema: 'reporting',
    name: 'change_facts',
    key: 'id',
    columns: {
      id: 'text',
      number: 'text not null',
      title: 'text',
      type: 'text not null',
      risk: 'text',
      team_id: 'text',
      team: 'text',
      service_id: 'text',
      service: 'text',
      category: 'text',
      state: 'text not null',
      result: 'text',
      drafted_at: 'timestamptz',
      submitted_at: 'timestamptz',
      approved_at: 'timestamptz',
      started_at: 'timestamptz',
      finished_at: 'timestamptz',
      closed_at: 'timestamptz',
      canceled_at: 'timestamptz',
      scheduled_at: 'timestamptz',
      planned_start: 'timestamptz',
      planned_end: 'timestamptz',
      ci_ids: 'text[] not null',
      incident_ids: 'text[] not null',
    },
    indexes: ['(closed_at, id)', '(finished_at, id)', '(service_id) where service_id is not null'],
    comment: 'One row per change: what it was, when it went from step to step, and how it ended. From the event log.',
    columnComments: {
      id: 'Id of the change.',
      number: 'Number people know it by.',
      title: 'Title as it is now.',
      type: 'standard, normal or emergency.',
      risk: 'low, medium or high; null while not assessed.',
      team_id: 'Team that carries it out.',
      team: 'Name of that team.',
      service_id: 'Service it is for.',
      service: 'Name of that service.',
      category: 'Category.',
      state: 'Where it stands in its life cycle.',
      result: 'successful, successful_with_issues, unsuccessful or backed_out; null until it is finished.',
      drafted_at: 'When it was written down.',
      submitted_at:
        'When it was first submitted: lead time runs from here to closed_at. Null: pre-approved, or an emergency begun at once.',
      approved_at: 'When it was approved as it is planned now; null: never, or only afterwards.',
      started_at: 'When it was begun.',
      finished_at: 'When it was finished.',
      closed_at: 'When it was closed.',
      canceled_at: 'When it was canceled.',
      scheduled_at: 'When it was scheduled as it is planned now; null: never, or planned anew since.',
      planned_start: 'Since when it may be done, as scheduled.',
      planned_end: 'Until when.',
      ci_ids: 'Ids of the configuration items it touches.',
      incident_ids: 'Ids of the incidents that name it as their cause.',
    },
  },
  handlers,
});

import type { ProblemEnding, ProblemEvent } from '@opsledger/contracts';
import { changesBy, projection, type Changes, type Recorded, type RowHandlers } from '@opsledger/event-sourcing';

/** Everything reports need to know about one problem, in one row. Instants are ISO 8601 UTC. */
export interface ProblemFact {
  readonly id: string;
  readonly number: string;
  readonly title: string | null;
  readonly priority: string;
  readonly team_id: string | null;
  readonly team: string | null;
  readonly service_id: string | null;
  readonly service: string | null;
  readonly category: string | null;
  readonly state: string;
  readonly ending: ProblemEnding | null;
  readonly opened_at: string | null;
  readonly root_cause_at: string | null;
  readonly workaround_at: string | null;
  readonly resolved_at: string | null;
  readonly recurred_at: string | null;
  readonly closed_at: string | null;
  readonly recurrences: number;
  /** Configuration items it is about. */
  readonly ci_ids: readonly string[];
}

const blank = (id: string): ProblemFact => ({
  id,
  number: '',
  title: null,
  priority: 'P5',
  team_id: null,
  team: null,
  service_id: null,
  service: null,
  category: null,
  state: 'logged',
  ending: null,
  opened_at: null,
  root_cause_at: null,
  workaround_at: null,
  resolved_at: null,
  recurred_at: null,
  closed_at: null,
  recurrences: 0,
  ci_ids: [],
});

const ended =
  (ending: ProblemEnding) =>
  (_: ProblemFact, { occurredAt }: { readonly occurredAt: string }): Partial<ProblemFact> => ({
    ending,
    closed_at: occurredAt,
  });

const changes: Changes<ProblemFact, ProblemEvent> = {
  ProblemLogged: (_, { data, occurredAt }) => ({ title: data.title, opened_at: occurredAt }),
  ProblemDescriptionRevised: (_, { data }) => ({ title: data.title.after }),
  ProblemCategorised: () => ({}),
  ProblemAssessed: () => ({}),
  ProblemAssigned: () => ({}),
  ProblemInvestigationStarted: () => ({}),
  ProblemRootCauseFound: ({ root_cause_at }, { occurredAt }) => ({ root_cause_at: root_cause_at ?? occurredAt }),
  ProblemWorkaroundRecorded: ({ workaround_at }, { occurredAt }) => ({ workaround_at: workaround_at ?? occurredAt }),
  ProblemWorkaroundWithdrawn: () => ({ workaround_at: null }),
  ProblemFixPlanned: () => ({}),
  ProblemResolved: (_, { occurredAt }) => ({ resolved_at: occurredAt }),
  ProblemRecurred: (_, { data, occurredAt }) => ({
    resolved_at: null,
    recurred_at: occurredAt,
    recurrences: data.recurrences,
  }),
  ProblemLinked: ({ ci_ids }, { data: { kind, target } }) =>
    kind === 'affected_ci' ? { ci_ids: [...ci_ids.filter((id) => id !== target.id), target.id] } : {},
  ProblemUnlinked: ({ ci_ids }, { data: { kind, target } }) =>
    kind === 'affected_ci' ? { ci_ids: ci_ids.filter((id) => id !== target.id) } : {},
  ProblemClosed: ended('fixed'),
  ProblemRiskAccepted: ended('risk_accepted'),
  ProblemCanceled: ended('canceled'),
};

function factAfter(before: ProblemFact | undefined, event: Recorded<ProblemEvent>): ProblemFact {
  const { keys } = event.data;
  const row = before ?? blank(event.subject);
  return {
    ...row,
    number: keys.number,
    priority: keys.priority,
    team_id: keys.team?.id ?? null,
    team: keys.team?.name ?? null,
    service_id: keys.service?.id ?? null,
    service: keys.service?.name ?? null,
    category: keys.category,
    state: keys.state,
    ...changesBy<ProblemFact, ProblemEvent>(changes, row, event),
  };
}

const handlers = {
  ...Object.fromEntries(Object.keys(changes).map((type) => [type, factAfter])),
  ProblemImportWithdrawn: () => null,
} as RowHandlers<ProblemFact, ProblemEvent>;

export const problemFacts = projection<ProblemFact, ProblemEvent>({
  name: 'reporting-problem-facts',
  version: 2,
  patienceMs: 10_000,
  table: {
    schema: 'reporting',
    name: 'problem_facts',
    key: 'id',
    columns: {
      id: 'text',
      number: 'text not null',
      title: 'text',
      priority: 'text not null',
      team_id: 'text',
      team: 'text',
      service_id: 'text',
      service: 'text',
      category: 'text',
      state: 'text not null',
      ending: 'text',
      opened_at: 'timestamptz',
      root_cause_at: 'timestamptz',
      workaround_at: 'timestamptz',
      resolved_at: 'timestamptz',
      recurred_at: 'timestamptz',
      closed_at: 'timestamptz',
      recurrences: 'integer not null',
      ci_ids: 'text[] not null',
    },
    indexes: ['(closed_at, id)', '(opened_at, id)', '(service_id) where service_id is not null'],
    comment:
      'One row per problem: when its cause and a way around it were found, and how it ended. From the event log.',
    columnComments: {
      id: 'Id of the problem.',
      number: 'Number people know it by.',
      title: 'Title as it is now.',
      priority: 'P1 to P5.',
      team_id: 'Team that has it.',
      team: 'Name of that team.',
      service_id: 'Service it is about.',
      service: 'Name of that service.',
      category: 'Category.',
      state: 'Where it stands in its life cycle.',
      ending: 'fixed, risk_accepted or canceled; null until it is closed.',
      opened_at: 'When it was logged.',
      root_cause_at: 'When the root cause was first known.',
      workaround_at:
        'When the first workaround of those that were not withdrawn was recorded: it is a known error from then on.',
      resolved_at: 'Its last resolution; null while it is not resolved, or came back.',
      recurred_at: 'When it came back last.',
      closed_at: 'When it was closed.',
      recurrences: 'How often it came back.',
      ci_ids: 'Ids of the configuration items it is about.',
    },
  },
  handlers,
});

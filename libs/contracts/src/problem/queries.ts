import { Type, type Static } from '@sinclair/typebox';
import { LevelField, PriorityField } from '../incident/events';
import { PRIORITIES } from '../incident/lifecycle';
import {
  AnyOf,
  HistoryEntry,
  ImportedFilter,
  Instant,
  Line,
  Maybe,
  OneOf,
  PageOf,
  Payload,
  Reference,
  STAFF,
  SortedBy,
  importedFields,
  listParams,
  queriesOf,
} from '../kit';
import { PROBLEM_ENDINGS, PROBLEM_LINK_KINDS, PROBLEM_STATES, ROOT_CAUSE_CATEGORIES } from './lifecycle';

const query = queriesOf('problem');
const { Optional } = Type;
const Text = Type.String();
const Count = Type.Integer({ minimum: 0 });

const summaryFields = {
  id: Text,
  number: Text,
  title: Text,
  state: OneOf(PROBLEM_STATES),
  ending: Maybe(OneOf(PROBLEM_ENDINGS)),
  priority: PriorityField,
  impact: LevelField,
  urgency: LevelField,
  category: Maybe(Text),
  service: Maybe(Reference),
  team: Maybe(Reference),
  assignee: Maybe(Reference),
  /** A workaround is recorded. */
  knownError: Type.Boolean(),
  workaround: Maybe(Text),
  rootCauseCategory: Maybe(OneOf(ROOT_CAUSE_CATEGORIES)),
  incidentCount: Count,
  ...importedFields,
  recurrences: Count,
  openedAt: Instant(),
  updatedAt: Instant(),
  resolvedAt: Maybe(Instant()),
  closedAt: Maybe(Instant()),
  version: Count,
};

/** A problem in a list. */
export const ProblemSummary = Type.Object(summaryFields);
export type ProblemSummary = Static<typeof ProblemSummary>;

const stamp = { at: Instant(), by: Reference };
const LinkedIncident = Type.Object({ incident: Reference, openedAt: Maybe(Instant()), linkedAt: Instant() });

/** Everything about one problem as it stands. */
export const ProblemView = Type.Object({
  ...summaryFields,
  description: Maybe(Text),
  openedBy: Reference,
  trend: Maybe(Reference),
  rootCause: Maybe(Type.Object({ text: Text, category: OneOf(ROOT_CAUSE_CATEGORIES), ...stamp })),
  /** The workaround as it is; earlier ones are in the history. */
  workaroundDetails: Maybe(Type.Object({ text: Text, revision: Count, ...stamp })),
  fix: Maybe(Text),
  resolutionNotes: Maybe(Text),
  recurReason: Maybe(Text),
  endReason: Maybe(Text),
  whys: Type.Array(Type.Object({ id: Text, why: Text, because: Text, ...stamp })),
  notes: Type.Array(Type.Object({ id: Text, body: Text, ...stamp })),
  links: Type.Array(Type.Object({ kind: OneOf(PROBLEM_LINK_KINDS), target: Reference })),
  incidents: Type.Array(LinkedIncident),
  possibleRecurrences: Type.Array(LinkedIncident, {
    description: 'Linked incidents that were opened after the resolution.',
  }),
});
export type ProblemView = Static<typeof ProblemView>;

/** Orders a list of problems can have; `state` is in the order of the life cycle, ties are settled by id. */
export const PROBLEM_SORTS = ['openedAt', 'updatedAt', 'priority', 'number', 'state'] as const;
export type ProblemSort = (typeof PROBLEM_SORTS)[number];
const ProblemName = Line(200, { description: 'Id, or number such as `PRB0000042`.' });

/**
 * Filters narrow together; of several words for one filter any matches. What an undone import brought is not listed.
 */
export const ListProblems = query('ListProblems', {
  route: 'GET /v1/problems',
  roles: STAFF,
  summary: 'Problems, filtered and sorted; with `knownError=true` the known errors',
  params: Payload({
    ...listParams,
    state: Optional(AnyOf(PROBLEM_STATES)),
    priority: Optional(AnyOf(PRIORITIES)),
    teamId: Optional(Line(200)),
    team: Optional(Line(300, { description: 'Name of the team.' })),
    assigneeId: Optional(Line(200)),
    serviceId: Optional(Line(200)),
    service: Optional(Line(300, { description: 'Name of the service.' })),
    category: Optional(Line(200)),
    knownError: Optional(Type.Boolean({ description: '`true`: a workaround is recorded; `false`: none is.' })),
    imported: ImportedFilter,
    number: Optional(Line(40, { examples: ['PRB0000042'] })),
    q: Optional(Line(200, { description: 'Words in title, description, root cause, workaround or number.' })),
    sort: Optional(SortedBy(PROBLEM_SORTS, '-openedAt')),
  }),
  result: PageOf(ProblemSummary),
});

/** Answers 404 for an unknown problem, and for one that was not there yet at `asOf`. */
export const GetProblem = query('GetProblem', {
  route: 'GET /v1/problems/:id',
  roles: STAFF,
  versioned: true,
  summary: 'One problem, now or as it was',
  params: Payload({ id: ProblemName, asOf: Optional(Instant({ description: 'As it was at this instant.' })) }),
  result: ProblemView,
});

/**
 * In the order of recording, with who and when; what happened and when it was learned may be far apart. 404 when
 * unknown.
 */
export const GetProblemHistory = query('GetProblemHistory', {
  route: 'GET /v1/problems/:id/history',
  roles: STAFF,
  summary: 'Every fact about a problem, in the order recorded',
  params: Payload({ id: ProblemName }),
  result: Type.Object({ id: Text, number: Text, items: Type.Array(HistoryEntry) }),
});

/** What may be asked about problems; requesters may ask none of it. */
export const problemQueries = [ListProblems, GetProblem, GetProblemHistory] as const;

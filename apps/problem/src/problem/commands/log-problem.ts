import {
  DEFAULT_PRIORITY_MATRIX,
  priorityIn,
  type CommandOf,
  type LogProblem,
  type LogTrendProblem,
  type ProblemEvent,
  type ProblemKeys,
  type Reference,
} from '@opsledger/contracts';
import { assignee, type Membership } from '../membership';

export interface LogProblemLookups {
  readonly number: string;
  /** Answer about `assign`; absent when nobody is assigned. */
  readonly membership?: Membership;
}

type Said = CommandOf<typeof LogProblem>['data'];

export function logProblem({ data, lookups }: CommandOf<typeof LogProblem, LogProblemLookups>): ProblemEvent[] {
  const facts = logged(data, lookups.number, null);
  if (!data.assign) return facts;
  const after = assignee(data.assign, lookups.membership);
  const keys = { ...keysOf(data, lookups.number), team: after.team };
  const assignment = { before: { team: null, person: null }, after };
  return [...facts, { type: 'ProblemAssigned', data: { keys, assignment } }];
}

/** The number was given when the trend was accepted, so that the trend names its problem. */
export const logTrendProblem = ({ data }: CommandOf<typeof LogTrendProblem>): ProblemEvent[] =>
  logged(data, data.number, data.trend);

const keysOf = ({ impact, urgency, service, category }: Said, number: string): ProblemKeys => ({
  number,
  state: 'logged',
  priority: priorityIn(DEFAULT_PRIORITY_MATRIX, impact, urgency),
  team: null,
  service: service ?? null,
  category: category ?? null,
  knownError: false,
});

function logged(data: Said, number: string, trend: Reference | null): ProblemEvent[] {
  const keys = keysOf(data, number);
  const { title, description = null, impact, urgency } = data;
  const incidents = distinct(data.incidents ?? []);
  const links = distinct(data.cis ?? []).map((target): ProblemEvent => ({
    type: 'ProblemLinked',
    data: { keys, kind: 'affected_ci', target },
  }));
  return [{ type: 'ProblemLogged', data: { keys, title, description, impact, urgency, trend, incidents } }, ...links];
}

const distinct = (references: readonly Reference[]): Reference[] => [
  ...new Map(references.map((reference) => [reference.id, reference])).values(),
];

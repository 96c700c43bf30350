import {
  priorityIn,
  type CommandOf,
  type LogProblem,
  type LogTrendProblem,
  type ProblemEvent,
  type ProblemKeys,
  type Reference,
  type MatrixInForce,
} from '@opsledger/contracts';
import { assignee, type Membership } from '../membership';

export interface LogProblemLookups extends MatrixInForce {
  readonly number: string;
  /** Answer about `assign`; absent when nobody is assigned. */
  readonly membership?: Membership;
}

type Said = CommandOf<typeof LogProblem>['data'];

export function logProblem({ data, lookups }: CommandOf<typeof LogProblem, LogProblemLookups>): ProblemEvent[] {
  const facts = logged(data, { ...lookups, trend: null });
  if (!data.assign) return facts;
  const after = assignee(data.assign, lookups.membership);
  const keys = { ...keysOf(data, lookups), team: after.team };
  const assignment = { before: { team: null, person: null }, after };
  return [...facts, { type: 'ProblemAssigned', data: { keys, assignment } }];
}

/** The number was given when the trend was accepted, so that the trend names its problem. */
export const logTrendProblem = ({ data, lookups }: CommandOf<typeof LogTrendProblem, MatrixInForce>): ProblemEvent[] =>
  logged(data, { ...lookups, number: data.number, trend: data.trend });

const keysOf = (
  { impact, urgency, service, category }: Said,
  { number, matrix }: Pick<LogProblemLookups, 'number' | 'matrix'>,
): ProblemKeys => ({
  number,
  state: 'logged',
  priority: priorityIn(matrix, impact, urgency),
  team: null,
  service: service ?? null,
  category: category ?? null,
  knownError: false,
});

interface Given extends MatrixInForce {
  readonly number: string;
  readonly trend: Reference | null;
}

function logged(data: Said, given: Given): ProblemEvent[] {
  const keys = keysOf(data, given);
  const { trend, matrixVersion } = given;
  const { title, description = null, impact, urgency } = data;
  const incidents = distinct(data.incidents ?? []);
  const links = distinct(data.cis ?? []).map((target): ProblemEvent => ({
    type: 'ProblemLinked',
    data: { keys, kind: 'affected_ci', target },
  }));
  const said = { title, description, impact, urgency, matrixVersion };
  return [{ type: 'ProblemLogged', data: { keys, ...said, trend, incidents } }, ...links];
}

const distinct = (references: readonly Reference[]): Reference[] => [
  ...new Map(references.map((reference) => [reference.id, reference])).values(),
];

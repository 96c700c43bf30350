import {
  priorityIn,
  type AssessProblem,
  type AssignProblem,
  type CategoriseProblem,
  type CommandOf,
  type ProblemEvent,
  type ReviseProblemDescription,
  type ReviseRootCause,
  type MatrixInForce,
} from '@opsledger/contracts';
import { requireNotClosed } from '../guards';
import { assignee, type Membership } from '../membership';
import { rootCauseNotFoundYet } from '../problem.errors';
import { keysOf, type KnownProblem } from '../problem-state';

/** What a problem is, how grave, and whose. The same again is nothing. */

export interface AssignProblemLookups {
  readonly membership: Membership;
}

export function assignProblem(
  { data, lookups }: CommandOf<typeof AssignProblem, AssignProblemLookups>,
  state: KnownProblem,
): ProblemEvent[] {
  requireNotClosed(state, 'it is assigned');
  const { team, person } = state.details;
  const after = assignee(data, lookups.membership);
  if (team?.id === after.team.id && person?.id === after.person?.id) return [];
  const keys = keysOf(state, { team: after.team });
  return [{ type: 'ProblemAssigned', data: { keys, assignment: { before: { team, person }, after } } }];
}

export function assessProblem(
  { data, lookups }: CommandOf<typeof AssessProblem, MatrixInForce>,
  state: KnownProblem,
): ProblemEvent[] {
  requireNotClosed(state, 'it is assessed');
  const { impact, urgency, priority } = state.details;
  if (impact === data.impact && urgency === data.urgency) return [];
  const after = priorityIn(lookups.matrix, data.impact, data.urgency);
  return [
    {
      type: 'ProblemAssessed',
      data: {
        keys: keysOf(state, { priority: after }),
        impact: { before: impact, after: data.impact },
        urgency: { before: urgency, after: data.urgency },
        priority: { before: priority, after },
        matrixVersion: lookups.matrixVersion,
      },
    },
  ];
}

export function categoriseProblem({ data }: CommandOf<typeof CategoriseProblem>, state: KnownProblem): ProblemEvent[] {
  requireNotClosed(state, 'it is categorised');
  const { category, service } = state.details;
  const newCategory = data.category === undefined ? category : data.category;
  const newService = data.service === undefined ? service : data.service;
  if (newCategory === category && newService?.id === service?.id) return [];
  return [
    {
      type: 'ProblemCategorised',
      data: {
        keys: keysOf(state, { category: newCategory, service: newService }),
        category: { before: category, after: newCategory },
        service: { before: service, after: newService },
      },
    },
  ];
}

export function reviseProblemDescription(
  { data }: CommandOf<typeof ReviseProblemDescription>,
  state: KnownProblem,
): ProblemEvent[] {
  requireNotClosed(state, 'its description is revised');
  const { title, description } = state.details;
  const newTitle = data.title ?? title;
  const newDescription = data.description === undefined ? description : data.description;
  if (newTitle === title && newDescription === description) return [];
  return [
    {
      type: 'ProblemDescriptionRevised',
      data: {
        keys: keysOf(state),
        title: { before: title, after: newTitle },
        description: { before: description, after: newDescription },
      },
    },
  ];
}

/** Also once resolved: what the cause really was may be understood late. */
export function reviseRootCause({ data }: CommandOf<typeof ReviseRootCause>, state: KnownProblem): ProblemEvent[] {
  requireNotClosed(state, 'its root cause is revised');
  const before = state.details.rootCause;
  const hasNone = state.status === 'logged' || state.status === 'investigating';
  if (!before || hasNone) throw rootCauseNotFoundYet(state);
  if (before.rootCause === data.rootCause && before.rootCauseCategory === data.category) return [];
  return [
    {
      type: 'ProblemRootCauseRevised',
      data: {
        keys: keysOf(state),
        rootCause: { before: before.rootCause, after: data.rootCause },
        rootCauseCategory: { before: before.rootCauseCategory, after: data.category },
      },
    },
  ];
}

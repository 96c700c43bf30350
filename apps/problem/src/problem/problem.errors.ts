import { STUB_REFUSALS, type ProblemLinkKind, type Reference, type StubRefusal } from '@opsledger/contracts';
import { RecordNotFound, Refusal } from '@opsledger/event-sourcing';
import type { KnownProblem } from './problem-state';

/** Why the problem service says no. Each message names the problem, its state and what to do instead. */
export type ProblemRefusal =
  | 'move-not-permitted'
  | 'problem-ended'
  | 'root-cause-not-found-yet'
  | 'team-unknown'
  | 'person-unknown'
  | 'person-not-in-team'
  | 'link-target-unknown'
  | 'link-target-unnamed'
  | 'link-to-itself'
  | StubRefusal;

const refusal = (code: ProblemRefusal, detail: string, facts?: Record<string, unknown>): Refusal<ProblemRefusal> =>
  new Refusal(code, detail, facts);

export const problemNotFound = (id: string) => new RecordNotFound('problem', id);

export const problemEnded = (state: KnownProblem, what: string) =>
  refusal(
    'problem-ended',
    `${state.number} is ${state.status}: ${what} no longer. Log a new problem and link it as related_problem.`,
    { state: state.status, possible: [] },
  );

export const rootCauseNotFoundYet = (state: KnownProblem) =>
  refusal(
    'root-cause-not-found-yet',
    `${state.number} is ${state.status} and has no root cause to revise: record it with root-cause once it is investigated.`,
    { state: state.status },
  );

export const teamUnknown = (teamId: string) =>
  refusal('team-unknown', `There is no team ${teamId}, or it was disbanded. Choose another; GET /v1/teams lists them.`);

export const personUnknown = (personId: string) =>
  refusal('person-unknown', `There is no person ${personId}, or they are deactivated. Choose a member of the team.`);

export const personNotInTeam = (person: Reference, team: Reference) =>
  refusal(
    'person-not-in-team',
    `${person.name} is no member of ${team.name}. Choose a member, or leave the person out; GET /v1/teams/${team.id}/members lists them.`,
    { person, team },
  );

export const linkTargetUnknown = (kind: ProblemLinkKind, target: string) =>
  refusal('link-target-unknown', `${kind}: there is no problem ${target}. Check the id or number.`);

export const linkTargetUnnamed = (kind: ProblemLinkKind, id: string) =>
  refusal('link-target-unnamed', `${kind} ${id}: give the name the record has, too.`);

export const linkToItself = (number: string) =>
  refusal('link-to-itself', `${number} is this problem itself. Choose another.`);

export const stubRefused = (code: StubRefusal, name: string) => refusal(code, STUB_REFUSALS[code](name));

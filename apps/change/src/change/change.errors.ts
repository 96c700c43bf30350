import {
  STUB_REFUSALS,
  type ChangeLinkKind,
  type Collision,
  type GroupStanding,
  type Reference,
  type StubRefusal,
} from '@opsledger/contracts';
import { RecordNotFound, Refusal } from '@opsledger/event-sourcing';
import type { KnownChange, Task } from './change-state';

/** Why changes say no. Each message names the change, its state and what to do instead. */
export type ChangeRefusal =
  | 'move-not-permitted'
  | 'change-not-plannable'
  | 'change-ended'
  | 'planned-times-wrong'
  | 'team-unknown'
  | 'person-unknown'
  | 'person-not-in-team'
  | 'link-target-unknown'
  | 'link-target-unnamed'
  | 'link-taken'
  | 'link-cycle'
  | 'configuration-planned'
  | 'configuration-planned-twice'
  | 'template-unknown'
  | 'template-retired'
  | 'approval-not-requestable'
  | 'no-approver-left'
  | 'group-named-twice'
  | 'approval-not-asked'
  | 'not-a-named-approver'
  | 'requester-never-approves'
  | 'not-approved'
  | 'not-planned'
  | 'collision-unresolved'
  | 'override-not-permitted'
  | 'emergency-only'
  | 'tasks-open'
  | 'task-unknown'
  | 'task-ended'
  | 'too-many-tasks'
  | 'result-needs-notes'
  | 'actual-times-wrong'
  | 'review-required'
  | 'retrospective-approval-required'
  | StubRefusal;

const refusal = (code: ChangeRefusal, detail: string, facts?: Record<string, unknown>) =>
  new Refusal<ChangeRefusal>(code, detail, facts);

const standing = ({ number, status }: KnownChange): string => `${number} is ${status}`;

/** For what was withdrawn, and for what whoever asks may not see. */
export const changeNotFound = (id: string) => new RecordNotFound('change', id);
export const changeNotPlannable = (state: KnownChange) =>
  refusal(
    'change-not-plannable',
    `${standing(state)}: times, plans and items are fixed once it is carried out. Draft another change for what is to be done otherwise.`,
    { state: state.status },
  );
export const changeEnded = (state: KnownChange) =>
  refusal('change-ended', `${standing(state)}: it has ended. Draft a new change instead.`, { state: state.status });
export const plannedTimesWrong = (number: string, start: string, end: string) =>
  refusal(
    'planned-times-wrong',
    `${number} would end (${end}) no later than it begins (${start}). Give an end after the start.`,
  );
export const teamUnknown = (id: string) =>
  refusal('team-unknown', `There is no team ${id} that takes work. Name one that the directory lists.`);
export const personUnknown = (id: string) =>
  refusal('person-unknown', `There is no active person ${id}. Name one that the directory lists.`);
export const personNotInTeam = (person: Reference, team: Reference) =>
  refusal('person-not-in-team', `${person.name} is no member of ${team.name}. Name a member, or only the team.`);
export const linkTargetUnknown = (id: string) =>
  refusal('link-target-unknown', `There is no change ${id} to be part of. Check the id or number.`);
export const linkTargetUnnamed = (kind: ChangeLinkKind, id: string) =>
  refusal('link-target-unnamed', `A link ${kind} to ${id} needs the target's name.`);
export const linkTaken = (number: string, target: Reference) =>
  refusal('link-taken', `${number} is part of ${target.name} already. Take that link away first.`);
export const linkCycle = (number: string, target: Reference) =>
  refusal('link-cycle', `${target.name} is part of ${number}, directly or by way of others: it cannot be its parent.`);
export const configurationPlanned = ({ number }: KnownChange, ci: Reference) =>
  refusal(
    'configuration-planned',
    `${number} plans what ${ci.name} will be like, so it touches it. Take that out of plannedConfiguration with plan first.`,
  );
export const configurationPlannedTwice = (number: string, ci: Reference) =>
  refusal('configuration-planned-twice', `${number}: ${ci.name} is planned twice. Say all of it in one entry.`);
export const templateUnknown = (name: string) =>
  refusal('template-unknown', `There is no change template ${name}. Check the id or number.`);
export const templateRetired = (name: string) =>
  refusal('template-retired', `The template ${name} is retired: nothing is made from it. Draft a normal change.`);
export const approvalNotRequestable = (state: KnownChange, remedy: string) =>
  refusal('approval-not-requestable', `${standing(state)}: no approval can be asked for. ${remedy}`, {
    state: state.status,
  });
export const noApproverLeft = (number: string, group: string) =>
  refusal(
    'no-approver-left',
    `In the group ${group} nobody but the requester could answer for ${number}. Name others.`,
    { group },
  );
export const groupNamedTwice = (number: string, group: string) =>
  refusal('group-named-twice', `${number}: there are two groups ${group}. Give each its own name.`);
export const approvalNotAsked = (state: KnownChange) =>
  refusal(
    'approval-not-asked',
    `${standing(state)}: approval is ${state.details.approvals.verdict ?? 'not asked for'}, so no answer is waited for. Ask with request-approval where it is needed again.`,
    { state: state.status },
  );
export const notANamedApprover = ({ number }: KnownChange, name: string) =>
  refusal('not-a-named-approver', `${name} is not asked to approve ${number}. Only those named in its groups answer.`);
export const requesterNeverApproves = ({ number }: KnownChange) =>
  refusal('requester-never-approves', `Whoever requested ${number} never counts as its approver. Let others answer.`);
export const notApproved = (state: KnownChange, why: string, groups: readonly GroupStanding[]) =>
  refusal('not-approved', `${standing(state)} and not approved: ${why}`, { state: state.status, groups });
export const notPlanned = (state: KnownChange) =>
  refusal('not-planned', `${standing(state)} without a planned start and end. Set both with plan first.`);
export const collisionUnresolved = ({ number }: KnownChange, collisions: readonly Collision[]) =>
  refusal(
    'collision-unresolved',
    `${number} collides with ${collisions
      .slice(0, 5)
      .map(({ kind, with: other }) => `${other.name} (${kind})`)
      .join(', ')}. Plan another time, or let a change manager go on with overrideCollisions and a reason.`,
    { collisions },
  );
export const overrideNotPermitted = ({ number }: KnownChange) =>
  refusal('override-not-permitted', `Only a change manager overrides the collisions of ${number}.`);
export const emergencyOnly = (state: KnownChange) =>
  refusal(
    'emergency-only',
    `${standing(state)} and no emergency: it is carried out once it is scheduled. Schedule it first.`,
    { state: state.status },
  );
export const tasksOpen = ({ number }: KnownChange, tasks: readonly Task[]) =>
  refusal(
    'tasks-open',
    `${number} has open tasks: ${tasks.map(({ task, title }) => `${task} ${title}`).join('; ')}. Complete or skip them first.`,
    { tasks: tasks.map(({ task }) => task) },
  );
export const taskUnknown = ({ number, details }: KnownChange, task: string) =>
  refusal(
    'task-unknown',
    `${number} has no task ${task}. It has ${details.tasks.map((it) => it.task).join(', ') || 'none'}.`,
  );
export const taskEnded = ({ number }: KnownChange, { task, state }: Task) =>
  refusal('task-ended', `Task ${task} of ${number} is ${state}. Add another task for what is still to be done.`, {
    state,
  });
export const tooManyTasks = ({ number }: KnownChange) =>
  refusal('too-many-tasks', `${number} has 200 tasks, which is the most. Split it into several changes.`);
export const resultNeedsNotes = ({ number }: KnownChange, result: string) =>
  refusal('result-needs-notes', `${number}: say in notes what happened when the result is ${result}.`);
export const actualTimesWrong = ({ number }: KnownChange, why: string) =>
  refusal('actual-times-wrong', `${number}: ${why}`);
export const reviewRequired = (state: KnownChange) =>
  refusal(
    'review-required',
    `${standing(state)}, of type ${state.details.keys.type} with the result ${state.details.keys.result}: review it before it is closed.`,
    { state: state.status },
  );
export const retrospectiveApprovalRequired = (state: KnownChange) =>
  refusal(
    'retrospective-approval-required',
    `${standing(state)} and was carried out before approval. Ask for approval with request-approval, and close it once it is answered.`,
    { state: state.status },
  );
export const stubRefused = (code: StubRefusal, name: string) => refusal(code, STUB_REFUSALS[code](name));

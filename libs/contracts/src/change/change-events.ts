import { Type } from '@sinclair/typebox';
import { Changed, ExternalRecord, Instant, Line, Maybe, OneOf, Prose, Reference, eventsOf, type EventOf } from '../kit';
import {
  ApprovalGroup,
  ChangeKeys,
  ChangePlan,
  Collision,
  ConfigurationRefusal,
  GroupStanding,
  RiskAssessment,
  TemplateVersion,
} from './change-fields';
import { APPROVAL_ANSWERS, CHANGE_LINK_KINDS, CHANGE_RESULTS } from './change-lifecycle';
import { PlannedConfigurations } from './planned-configuration';

const event = eventsOf('change');
const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: ChangeKeys, ...fields });
const Assignment = Type.Object({ team: Maybe(Reference), person: Maybe(Reference) });
const TaskId = Type.String({ minLength: 1, maxLength: 10 });
const Reason = Prose(2000);

export const ChangeDrafted = event(
  'ChangeDrafted',
  'Somebody proposes a change.',
  fact({
    title: Line(300),
    description: Maybe(Prose()),
    requestedBy: Reference,
    /** Who wrote it down; like the requester, they never count as an approver. */
    openedBy: Reference,
    plan: ChangePlan,
    /** Of a standard change: what it was made from. */
    template: Maybe(TemplateVersion),
  }),
);
export const ChangeDescribed = event(
  'ChangeDescribed',
  'Title, description or category were put right; the plan is what it was.',
  fact({
    title: Changed(Line(300)),
    description: Changed(Maybe(Prose())),
    category: Changed(Maybe(Line(200))),
  }),
);
export const ChangePlanned = event(
  'ChangePlanned',
  'Times, service, scope or plans changed.',
  fact({
    plan: Changed(ChangePlan),
    /** A standard change that no longer does what its template says needs approval like any other. */
    leavesTemplate: Type.Boolean(),
  }),
);
export const ChangeAssigned = event(
  'ChangeAssigned',
  'A team, and perhaps a person of it, carries the change out.',
  fact({ assignment: Changed(Assignment) }),
);
export const ChangeLinked = event(
  'ChangeLinked',
  'The change points at another record: what it touches, what it fixes, what it is part of.',
  fact({ kind: OneOf(CHANGE_LINK_KINDS), target: Reference }),
);
export const ChangeUnlinked = event(
  'ChangeUnlinked',
  'The change no longer points there.',
  fact({ kind: OneOf(CHANGE_LINK_KINDS), target: Reference }),
);
export const ChangeNoted = event('ChangeNoted', 'A note for those who work on it.', fact({ body: Prose() }));

export const ChangeSubmitted = event('ChangeSubmitted', 'The draft is ready to be assessed.', fact({}));
export const ChangeRiskAssessed = event(
  'ChangeRiskAssessed',
  'The rules gave a risk score; each rule says what it added.',
  fact({ risk: Changed(Maybe(RiskAssessment)) }),
);
export const ChangeApprovalRequested = event(
  'ChangeApprovalRequested',
  'Groups of people are asked to approve; what was answered before no longer counts.',
  fact({ groups: Type.Array(ApprovalGroup), round: Type.Integer({ minimum: 1 }) }),
);
export const ChangeApprovalAnswered = event(
  'ChangeApprovalAnswered',
  'A named approver approved, rejected, or recused themselves.',
  fact({
    approver: Reference,
    answer: OneOf(APPROVAL_ANSWERS),
    comment: Maybe(Prose(2000)),
    round: Type.Integer({ minimum: 1 }),
    groups: Type.Array(GroupStanding, { description: 'Every group as it stands after this answer.' }),
  }),
);
export const ChangeApproved = event(
  'ChangeApproved',
  'Every group reached its quorum.',
  fact({ round: Type.Integer({ minimum: 1 }), retrospective: Type.Boolean() }),
);
export const ChangeRejected = event(
  'ChangeRejected',
  'A group can no longer reach its quorum. Before implementation the change is a draft again.',
  fact({ round: Type.Integer({ minimum: 1 }), group: Line(100), retrospective: Type.Boolean() }),
);
export const ChangeApprovalsExpired = event(
  'ChangeApprovalsExpired',
  'The change was planned anew: what was answered about the old plan no longer counts.',
  fact({ because: OneOf(['plan_changed', 'cis_changed']), round: Type.Integer({ minimum: 1 }) }),
);
export const ChangeCollisionsDetected = event(
  'ChangeCollisionsDetected',
  'What gets in the way of the planned time is another than before.',
  fact({ collisions: Changed(Type.Array(Collision)) }),
);
export const ChangeCollisionsOverridden = event(
  'ChangeCollisionsOverridden',
  'Somebody scheduled in spite of collisions, with a reason.',
  fact({ collisions: Type.Array(Collision), reason: Reason }),
);
export const ChangeScheduled = event(
  'ChangeScheduled',
  'It will be done at the planned time.',
  fact({
    plannedStart: Instant(),
    plannedEnd: Instant(),
    /** What permits it: approvals, or the pre-approved version of a template. */
    by: OneOf(['approval', 'pre_approval']),
  }),
);
export const ChangeImplementationStarted = event(
  'ChangeImplementationStarted',
  'The change is being carried out.',
  fact({
    startedAt: Instant(),
    /** An emergency that nobody has approved yet: by when approval must be asked for and given. */
    approvalDue: Maybe(Instant()),
    /** Of any emergency: by when it must be reviewed. */
    reviewDue: Maybe(Instant()),
  }),
);
export const ChangeRetrospectiveOverdue = event(
  'ChangeRetrospectiveOverdue',
  'An emergency was not approved, or not reviewed, within the time set.',
  fact({ what: OneOf(['approval', 'review']), due: Instant() }),
);
export const ChangeImplementationFinished = event(
  'ChangeImplementationFinished',
  'It is done, with a result.',
  fact({
    startedAt: Instant(),
    finishedAt: Instant(),
    result: OneOf(CHANGE_RESULTS),
    notes: Maybe(Prose()),
    /** What the configuration database is told now; left out: nothing, as after a change that did not succeed. */
    configuration: Type.Optional(PlannedConfigurations),
  }),
);
export const ChangeConfigurationRefused = event(
  'ChangeConfigurationRefused',
  'The configuration database did not accept what was planned of an item; it must be put right by hand.',
  fact(ConfigurationRefusal.properties),
);
export const ChangeReviewed = event(
  'ChangeReviewed',
  'The post-implementation review was held.',
  fact({ summary: Prose(), lessons: Maybe(Prose()), actions: Type.Array(Prose(2000)) }),
);
export const ChangeClosed = event('ChangeClosed', 'Final.', fact({}));
export const ChangeCanceled = event('ChangeCanceled', 'It will not be done.', fact({ reason: Reason }));

export const ChangeTaskAdded = event(
  'ChangeTaskAdded',
  'Something to do was added.',
  fact({
    task: TaskId,
    title: Line(300),
    description: Maybe(Prose(5000)),
    /** Place in the order of tasks, from 1; those behind move on. */
    place: Type.Integer({ minimum: 1 }),
    assignee: Maybe(Reference),
  }),
);
export const ChangeTaskAssigned = event(
  'ChangeTaskAssigned',
  'Somebody else, or nobody, has the task now.',
  fact({ task: TaskId, assignee: Changed(Maybe(Reference)) }),
);
export const ChangeTaskMoved = event(
  'ChangeTaskMoved',
  'The task has another place in the order.',
  fact({ task: TaskId, place: Changed(Type.Integer({ minimum: 1 })) }),
);
export const ChangeTaskStarted = event('ChangeTaskStarted', 'Work on a task began.', fact({ task: TaskId }));
export const ChangeTaskCompleted = event('ChangeTaskCompleted', 'A task is done.', fact({ task: TaskId }));
export const ChangeTaskSkipped = event(
  'ChangeTaskSkipped',
  'A task will not be done.',
  fact({ task: TaskId, reason: Reason }),
);

export const ChangeImported = event(
  'ChangeImported',
  'An imported record names a change of another system; nothing more is known of it.',
  fact({ external: ExternalRecord }),
);
export const ChangeImportWithdrawn = event(
  'ChangeImportWithdrawn',
  'The import batch that brought this change was undone; views no longer show it.',
  fact({ batch: Line(100), reason: Maybe(Line(1000)) }),
);

export const changeEvents = [
  ChangeDrafted,
  ChangeDescribed,
  ChangePlanned,
  ChangeAssigned,
  ChangeLinked,
  ChangeUnlinked,
  ChangeNoted,
  ChangeSubmitted,
  ChangeRiskAssessed,
  ChangeApprovalRequested,
  ChangeApprovalAnswered,
  ChangeApproved,
  ChangeRejected,
  ChangeApprovalsExpired,
  ChangeCollisionsDetected,
  ChangeCollisionsOverridden,
  ChangeScheduled,
  ChangeImplementationStarted,
  ChangeRetrospectiveOverdue,
  ChangeImplementationFinished,
  ChangeConfigurationRefused,
  ChangeReviewed,
  ChangeClosed,
  ChangeCanceled,
  ChangeTaskAdded,
  ChangeTaskAssigned,
  ChangeTaskMoved,
  ChangeTaskStarted,
  ChangeTaskCompleted,
  ChangeTaskSkipped,
  ChangeImported,
  ChangeImportWithdrawn,
] as const;

/** Every fact about one change. */
export type ChangeEvent = EventOf<(typeof changeEvents)[number]>;

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

/**
 * First fact of a change made here. Links, assignment and a template’s tasks follow as facts of their own; `template` is
 * null unless it is a standard change.
 */
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

/** At any time before the end. What was not touched has the same `before` and `after`. */
export const ChangeDescribed = event(
  'ChangeDescribed',
  'Title, description or category were put right; the plan is what it was.',
  fact({
    title: Changed(Line(300)),
    description: Changed(Maybe(Prose())),
    category: Changed(Maybe(Line(200))),
  }),
);

/**
 * Only before it is carried out. Where approval was asked for, `ChangeApprovalsExpired` follows; collisions overridden
 * before need overriding anew.
 */
export const ChangePlanned = event(
  'ChangePlanned',
  'Times, service, scope or plans changed.',
  fact({
    plan: Changed(ChangePlan),
    /** A standard change that no longer does what its template says needs approval like any other. */
    leavesTemplate: Type.Boolean(),
  }),
);

/** `person` null: the team as such has it. Changes of one assignee at the same time collide. */
export const ChangeAssigned = event(
  'ChangeAssigned',
  'A team, and perhaps a person of it, carries the change out.',
  fact({ assignment: Changed(Assignment) }),
);

/**
 * Kind `affected_ci` comes before it is carried out, and expires approvals; the others may be recorded after the end,
 * too.
 */
export const ChangeLinked = event(
  'ChangeLinked',
  'The change points at another record: what it touches, what it fixes, what it is part of.',
  fact({ kind: OneOf(CHANGE_LINK_KINDS), target: Reference }),
);

/** Kind `affected_ci` goes only before it is carried out, and expires approvals. */
export const ChangeUnlinked = event(
  'ChangeUnlinked',
  'The change no longer points there.',
  fact({ kind: OneOf(CHANGE_LINK_KINDS), target: Reference }),
);

/** Also after the end: something may be noticed late. */
export const ChangeNoted = event('ChangeNoted', 'A note for those who work on it.', fact({ body: Prose() }));

/** Lead time runs from the first of these, as does the time to approval; a change that was rejected is submitted again. */
export const ChangeSubmitted = event('ChangeSubmitted', 'The draft is ready to be assessed.', fact({}));

/** Recorded on submission and when somebody asks, if the outcome is another than before; `before` null: the first. */
export const ChangeRiskAssessed = event(
  'ChangeRiskAssessed',
  'The rules gave a risk score; each rule says what it added.',
  fact({ risk: Changed(Maybe(RiskAssessment)) }),
);

/** `round` counts from 1 and tells which answers belong together. Of an emergency also after it began. */
export const ChangeApprovalRequested = event(
  'ChangeApprovalRequested',
  'Groups of people are asked to approve; what was answered before no longer counts.',
  fact({ groups: Type.Array(ApprovalGroup), round: Type.Integer({ minimum: 1 }) }),
);

/**
 * By the approver in person. Another answer of theirs in the same `round` replaces it; `comment` is null where none was
 * given.
 */
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

/** Follows the answer that decided. `retrospective`: it was being, or had been, carried out already. */
export const ChangeApproved = event(
  'ChangeApproved',
  'Every group reached its quorum.',
  fact({ round: Type.Integer({ minimum: 1 }), retrospective: Type.Boolean() }),
);

/**
 * Follows the answer that decided; `group` is the one that can no longer get there. `retrospective`: it was being, or
 * had been, carried out already, and its state stays.
 */
export const ChangeRejected = event(
  'ChangeRejected',
  'A group can no longer reach its quorum. Before implementation the change is a draft again.',
  fact({ round: Type.Integer({ minimum: 1 }), group: Line(100), retrospective: Type.Boolean() }),
);

/** The same groups are asked again in `round`, the new one; a scheduled change goes back to `authorize`. */
export const ChangeApprovalsExpired = event(
  'ChangeApprovalsExpired',
  'The change was planned anew: what was answered about the old plan no longer counts.',
  fact({ because: OneOf(['plan_changed', 'cis_changed']), round: Type.Integer({ minimum: 1 }) }),
);

/** Recorded whenever a look finds others than the last; `after` empty: nothing is in the way any more. */
export const ChangeCollisionsDetected = event(
  'ChangeCollisionsDetected',
  'What gets in the way of the planned time is another than before.',
  fact({ collisions: Changed(Type.Array(Collision)) }),
);

/** By a change manager, when it is scheduled or begun. Holds for these collisions until the change is planned anew. */
export const ChangeCollisionsOverridden = event(
  'ChangeCollisionsOverridden',
  'Somebody scheduled in spite of collisions, with a reason.',
  fact({ collisions: Type.Array(Collision), reason: Reason }),
);

/** The times are those of the plan, so that calendars need no other fact. */
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

/**
 * `startedAt` may lie before it was recorded. Dues are hours after it, as set then; null `approvalDue`: approved
 * already, or no emergency.
 */
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

/**
 * Recorded by a timer once for each of the two. `due` is when the time had passed, which may be long before after a
 * standstill.
 */
export const ChangeRetrospectiveOverdue = event(
  'ChangeRetrospectiveOverdue',
  'An emergency was not approved, or not reviewed, within the time set.',
  fact({ what: OneOf(['approval', 'review']), due: Instant() }),
);

/**
 * Both times are those that people gave, and figures count by them; the review comes next. `notes` are null only when
 * plainly successful.
 */
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

/**
 * Recorded once for each part of an item, after the finish; the change itself goes on. `code` and `reason` are those of
 * the configuration database.
 */
export const ChangeConfigurationRefused = event(
  'ChangeConfigurationRefused',
  'The configuration database did not accept what was planned of an item; it must be put right by hand.',
  fact(ConfigurationRefusal.properties),
);

/** In state `review`; the latest counts. `lessons` null: none were noted. */
export const ChangeReviewed = event(
  'ChangeReviewed',
  'The post-implementation review was held.',
  fact({ summary: Prose(), lessons: Maybe(Prose()), actions: Type.Array(Prose(2000)) }),
);

/**
 * Lead time ends here, and success is counted in the period it lies in; what counts by implementation counts by its
 * finish.
 */
export const ChangeClosed = event('ChangeClosed', 'Final.', fact({}));

/** Only before it is carried out, and final; canceled changes are counted apart. */
export const ChangeCanceled = event('ChangeCanceled', 'It will not be done.', fact({ reason: Reason }));

/** `task` is its number within the change, counted from 1 and never used again, wherever it is placed. */
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

/** Only of a task that is neither done nor skipped; null: nobody. */
export const ChangeTaskAssigned = event(
  'ChangeTaskAssigned',
  'Somebody else, or nobody, has the task now.',
  fact({ task: TaskId, assignee: Changed(Maybe(Reference)) }),
);

/** Places count from 1 over all tasks, also those done; the others close up. */
export const ChangeTaskMoved = event(
  'ChangeTaskMoved',
  'The task has another place in the order.',
  fact({ task: TaskId, place: Changed(Type.Integer({ minimum: 1 })) }),
);

/** Only from `open`. Says nothing of the state of the change. */
export const ChangeTaskStarted = event('ChangeTaskStarted', 'Work on a task began.', fact({ task: TaskId }));

/** Final; may come without its start. */
export const ChangeTaskCompleted = event('ChangeTaskCompleted', 'A task is done.', fact({ task: TaskId }));

/** Final; a skipped task does not stand in the way of finishing the change. */
export const ChangeTaskSkipped = event(
  'ChangeTaskSkipped',
  'A task will not be done.',
  fact({ task: TaskId, reason: Reason }),
);

/** First fact of a stub: a normal change in `draft` whose title is its number there. */
export const ChangeImported = event(
  'ChangeImported',
  'An imported record names a change of another system; nothing more is known of it.',
  fact({ external: ExternalRecord }),
);

/** Never once people have worked on it here. Importing it again brings it back under its number. */
export const ChangeImportWithdrawn = event(
  'ChangeImportWithdrawn',
  'The import batch that brought this change was undone; views no longer show it.',
  fact({ batch: Line(100), reason: Maybe(Line(1000)) }),
);

/** Life of one change; templates, meetings and windows have lists of their own. */
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

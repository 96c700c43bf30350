/** States of a change and the moves between them; the service, its specs and the docs read this one table. */
export const CHANGE_STATES = [
  'draft',
  'assess',
  'authorize',
  'scheduled',
  'implement',
  'review',
  'closed',
  'canceled',
] as const;
export type ChangeState = (typeof CHANGE_STATES)[number];

/**
 * From → permitted next states. Straight to `scheduled` from draft or assess goes only a standard change whose template
 * version is pre-approved; to `implement` before approval only an emergency.
 */
export const CHANGE_TRANSITIONS: Readonly<Record<ChangeState, readonly ChangeState[]>> = {
  draft: ['assess', 'scheduled', 'implement', 'canceled'],
  assess: ['authorize', 'scheduled', 'implement', 'canceled'],
  authorize: ['draft', 'scheduled', 'implement', 'canceled'],
  scheduled: ['authorize', 'implement', 'canceled'],
  implement: ['review'],
  review: ['closed'],
  closed: [],
  canceled: [],
};

/**
 * ITIL’s three: `standard` is pre-approved by a template’s version, `normal` needs approval first, `emergency` may be
 * approved afterwards.
 */
export const CHANGE_TYPES = ['standard', 'normal', 'emergency'] as const;
export type ChangeType = (typeof CHANGE_TYPES)[number];

/**
 * Only `successful` counts for change success; `successful_with_issues` has a share of its own. Planned configuration
 * is applied after either of the two.
 */
export const CHANGE_RESULTS = ['successful', 'successful_with_issues', 'unsuccessful', 'backed_out'] as const;
export type ChangeResult = (typeof CHANGE_RESULTS)[number];

/** By risk score: below 30, below 60, from 60. */
export const RISK_LEVELS = ['low', 'medium', 'high'] as const;
export type RiskLevel = (typeof RISK_LEVELS)[number];

/** Level of a risk score from 0 to 100. */
export const riskLevelOf = (score: number): RiskLevel => (score < 30 ? 'low' : score < 60 ? 'medium' : 'high');

/** What a change may point at. */
export const CHANGE_LINK_KINDS = ['affected_ci', 'fixes_problem', 'parent'] as const;
export type ChangeLinkKind = (typeof CHANGE_LINK_KINDS)[number];

/**
 * What makes two changes of the same time collide: one item, items related upstream or downstream, parent and child, or
 * one assignee; `freeze` is a freeze window that has it in its scope.
 */
export const COLLISION_KINDS = ['same_ci', 'related_ci', 'parent_child', 'assignee', 'freeze'] as const;
export type CollisionKind = (typeof COLLISION_KINDS)[number];

/**
 * `done` and `skipped` are ends, and a change is finished only when every task has come to one; a task may be done
 * without having been started.
 */
export const CHANGE_TASK_STATES = ['open', 'in_progress', 'done', 'skipped'] as const;
export type ChangeTaskState = (typeof CHANGE_TASK_STATES)[number];

/** `recused`: the approver takes no part, so that the quorum is reckoned without them. */
export const APPROVAL_ANSWERS = ['approved', 'rejected', 'recused'] as const;
export type ApprovalAnswer = (typeof APPROVAL_ANSWERS)[number];

/** `nobody_left`: everybody who might answer has recused themselves; the group must be asked anew with others. */
export const APPROVAL_STANDINGS = ['pending', 'approved', 'rejected', 'nobody_left'] as const;
export type ApprovalStanding = (typeof APPROVAL_STANDINGS)[number];

/**
 * Of the present version: `approved` means that changes made from it need no approval of their own; `retired` is final.
 */
export const CHANGE_TEMPLATE_STATES = ['draft', 'approved', 'retired'] as const;
export type ChangeTemplateState = (typeof CHANGE_TEMPLATE_STATES)[number];

/** Editing an approved template makes a new version that is a draft again. */
export const CHANGE_TEMPLATE_TRANSITIONS: Readonly<Record<ChangeTemplateState, readonly ChangeTemplateState[]>> = {
  draft: ['approved', 'retired'],
  approved: ['draft', 'retired'],
  retired: [],
};

/** `held` and `canceled` are ends. */
export const CAB_MEETING_STATES = ['planned', 'held', 'canceled'] as const;
export type CabMeetingState = (typeof CAB_MEETING_STATES)[number];

/** From → permitted next states. */
export const CAB_MEETING_TRANSITIONS: Readonly<Record<CabMeetingState, readonly CabMeetingState[]>> = {
  planned: ['held', 'canceled'],
  held: [],
  canceled: [],
};

/**
 * `approved` and `rejected` repeat what the approval rule of the change says; `deferred` puts it off to another
 * meeting.
 */
export const CAB_DECISIONS = ['approved', 'rejected', 'deferred'] as const;
export type CabDecision = (typeof CAB_DECISIONS)[number];

/**
 * A `freeze` is in the way of changes that meet it; being outside all `maintenance` windows only adds to the risk
 * score.
 */
export const CHANGE_WINDOW_KINDS = ['freeze', 'maintenance'] as const;
export type ChangeWindowKind = (typeof CHANGE_WINDOW_KINDS)[number];

/** `withdrawn` is final: make a new window instead. */
export const CHANGE_WINDOW_STATES = ['in_force', 'withdrawn'] as const;
export type ChangeWindowState = (typeof CHANGE_WINDOW_STATES)[number];

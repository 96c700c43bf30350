import { Type } from '@sinclair/typebox';
import {
  ImportedStub,
  Instant,
  Line,
  Maybe,
  OneOf,
  Payload,
  Prose,
  Reference,
  ROLES,
  WithdrawnStub,
  commandsOf,
} from '../kit';
import { ApprovalGroup, ConfigurationRefusal } from './change-fields';
import { APPROVAL_ANSWERS, CHANGE_LINK_KINDS, CHANGE_RESULTS } from './change-lifecycle';
import { PlannedConfigurations } from './planned-configuration';

const command = commandsOf('change');
const { Optional } = Type;
const byWorkers = { roles: ['agent', 'change-manager'] } as const;
const byNobody = { roles: [] } as const;
const Reason = Prose(2000);
const TaskId = Line(10, { description: 'Number of the task within the change, e.g. `2`.' });
const TeamId = Line(200, { description: 'Id of the team.' });
const PersonId = Line(200, { description: 'Id of the person, who must be a member of the team.' });

const plan = {
  plannedStart: Optional(Maybe(Instant())),
  plannedEnd: Optional(Maybe(Instant())),
  service: Optional(Maybe(Reference)),
  scope: Optional(Maybe(Prose())),
  implementationPlan: Optional(Maybe(Prose())),
  testPlan: Optional(Maybe(Prose())),
  backOutPlan: Optional(Maybe(Prose())),
  plannedConfiguration: Optional(PlannedConfigurations),
};

/**
 * Refused for a planned end that is not after the start, an item configured twice, and an unknown parent, team or
 * person. The requester is whoever drafts it, unless told.
 */
export const DraftChange = command('DraftChange', {
  ...byWorkers,
  route: 'POST /v1/changes',
  creates: true,
  summary: 'Draft a normal or an emergency change',
  description: 'A standard change is made from a template: `POST /v1/changes/from-template`.',
  payload: Payload({
    type: OneOf(['normal', 'emergency']),
    title: Line(300),
    description: Optional(Prose()),
    category: Optional(Line(200)),
    requestedBy: Optional(Reference),
    ...plan,
    cis: Optional(Type.Array(Reference, { maxItems: 100, description: 'Configuration items it touches.' })),
    parent: Optional(Line(200, { description: 'Id or number of the change it is part of.' })),
    assign: Optional(Payload({ teamId: TeamId, personId: Optional(PersonId) })),
  }),
});

/**
 * Takes over plan, service, category and tasks. Refused for an unknown or retired template; where its version is not
 * approved, it needs approval like any other.
 */
export const DraftStandardChange = command('DraftStandardChange', {
  ...byWorkers,
  route: 'POST /v1/changes/from-template',
  creates: true,
  summary: 'Draft a standard change from a template',
  description:
    'Made from the latest version. Where that version is approved, the change is scheduled without approval.',
  payload: Payload({
    template: Line(200, { description: 'Id or number of the template.' }),
    title: Optional(Line(300)),
    requestedBy: Optional(Reference),
    plannedStart: Optional(Instant()),
    plannedEnd: Optional(Instant()),
    cis: Optional(Type.Array(Reference, { maxItems: 100 })),
    assign: Optional(Payload({ teamId: TeamId, personId: Optional(PersonId) })),
  }),
});

/** Refused once closed or canceled; null takes description or category away. What is so already records nothing. */
export const DescribeChange = command('DescribeChange', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/describe',
  summary: 'Put title, description or category right',
  description: 'What is left out stays as it is. Approvals stay.',
  payload: Payload(
    {
      title: Optional(Line(300)),
      description: Optional(Maybe(Prose())),
      category: Optional(Maybe(Line(200))),
    },
    { minProperties: 1 },
  ),
});

/**
 * Refused once it is being carried out, for a planned end that is not after the start, and for an item configured
 * twice. A standard change that leaves its template loses the pre-approval.
 */
export const PlanChange = command('PlanChange', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/plan',
  summary: 'Set times, service, scope or plans',
  description:
    'What is left out stays as it is; null takes it away. Once approval was asked for, what was answered expires, and a scheduled change goes back to authorize.',
  payload: Payload(plan, { minProperties: 1 }),
});

/**
 * Refused once closed or canceled, for a team that is unknown or disbanded, and for a person who is no active member of
 * it.
 */
export const AssignChange = command('AssignChange', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/assign',
  summary: 'Assign to a team, and perhaps to a person of it',
  payload: Payload({ teamId: TeamId, personId: Optional(PersonId) }),
});

/**
 * An `affected_ci` only before it is carried out, which expires approvals; the others at any time. Refused for a second
 * or unknown parent, and for a circle.
 */
export const LinkChange = command('LinkChange', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/link',
  summary: 'Link with a configuration item, a problem, or a parent',
  description: 'A parent is named by id or number; anything else needs a name.',
  payload: Payload({
    kind: OneOf(CHANGE_LINK_KINDS),
    target: Payload({ id: Line(200), name: Optional(Line(300)) }),
  }),
});

/**
 * An `affected_ci` only before it is carried out, and not while the plan configures it. A link that is not there
 * records nothing.
 */
export const UnlinkChange = command('UnlinkChange', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/unlink',
  summary: 'Take a link away',
  payload: Payload({ kind: OneOf(CHANGE_LINK_KINDS), targetId: Line(300, { description: 'Id or name.' }) }),
});

/** In any state, also after the end; a note cannot be taken back. */
export const NoteOnChange = command('NoteOnChange', {
  roles: ['agent', 'change-manager', 'cab-member'],
  route: 'POST /v1/changes/:id/notes',
  summary: 'Add a note',
  payload: Payload({ body: Prose() }),
});

/** Only from `draft`; submitted already: nothing is recorded. No plan is too thin: what is missing adds to the risk. */
export const SubmitChange = command('SubmitChange', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/submit',
  summary: 'Submit for assessment: draft → assess',
  description: 'The risk is assessed at the same time.',
  payload: Payload({}),
});

/** Refused once closed or canceled. Where score and reasons are the same as before, nothing is recorded. */
export const AssessChangeRisk = command('AssessChangeRisk', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/assess-risk',
  summary: 'Assess the risk by what is known now',
  payload: Payload({}),
});

/**
 * Begins a new round in which no earlier answer counts. Refused for a group named twice, and for one in which nobody
 * but requester or author is named.
 */
export const RequestChangeApproval = command('RequestChangeApproval', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/request-approval',
  summary: 'Ask groups of people to approve: assess → authorize',
  description:
    'In authorize it asks anew, also others. The requester may be named but never counts. Of an emergency that is or was implemented, approval is asked for afterwards.',
  payload: Payload({ groups: Type.Array(ApprovalGroup, { minItems: 1, maxItems: 20 }) }),
});

/**
 * Refused for requester and author, once decided, and while approval is not asked for. The same answer and comment
 * record nothing; the one that decides records the verdict, too.
 */
export const AnswerChangeApproval = command('AnswerChangeApproval', {
  roles: ROLES,
  route: 'POST /v1/changes/:id/answer-approval',
  summary: 'Approve, reject, or recuse yourself',
  description:
    'Only those who are named; an answer counts in every group that names you, and may be changed while undecided.',
  payload: Payload({ answer: OneOf(APPROVAL_ANSWERS), comment: Optional(Prose(2000)) }),
});

/**
 * A change without planned start and end, or one that is over, collides with nothing. The same as before: nothing is
 * recorded.
 */
export const DetectChangeCollisions = command('DetectChangeCollisions', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/detect-collisions',
  summary: 'Look for collisions of a change again',
  description: 'Happens by itself when times, items, assignee, windows or relations change.',
  payload: Payload({}),
});

/** Also refused without planned start and end. Looks for collisions itself; scheduled already: nothing is recorded. */
export const ScheduleChange = command('ScheduleChange', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/schedule',
  summary: 'Schedule for the planned time: → scheduled',
  description:
    'Needs approval, or the pre-approved version of a template. Refused while something gets in the way, unless a change manager overrides it with a reason.',
  payload: Payload({ overrideCollisions: Optional(Payload({ reason: Reason })) }),
});

/** Any but an emergency only from `scheduled`; only a change manager overrides. Begun already: nothing is recorded. */
export const StartChangeImplementation = command('StartChangeImplementation', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/implement',
  summary: 'Begin to implement a change: → implement',
  description:
    'An emergency may begin before it is scheduled or approved; approval and review are due afterwards. Any other change is refused while a scheduled change, one under way or a freeze is in its way that nobody has overridden yet.',
  payload: Payload({
    startedAt: Optional(Instant({ description: 'Default: now. Not ahead.' })),
    overrideCollisions: Optional(Payload({ reason: Reason })),
  }),
});

/**
 * Only once; a wrong result is not put right but told in the review. After a success, with issues or without, the
 * configuration database is told what was planned.
 */
export const FinishChangeImplementation = command('FinishChangeImplementation', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/finish',
  summary: 'Finish the implementation and say how it went: implement → review',
  description: 'Refused while tasks are open. Any result but `successful` needs notes.',
  payload: Payload({
    result: OneOf(CHANGE_RESULTS),
    notes: Optional(Prose()),
    finishedAt: Optional(Instant({ description: 'Default: now. Neither ahead nor before the start.' })),
  }),
});

/** Only in `review`; recording it again replaces what was said. */
export const ReviewChange = command('ReviewChange', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/review',
  summary: 'Record the post-implementation review',
  payload: Payload({
    summary: Prose(),
    lessons: Optional(Prose()),
    actions: Optional(Type.Array(Prose(2000), { maxItems: 50 })),
  }),
});

/**
 * Also refused while an emergency that began without approval is neither approved nor rejected afterwards. Closed
 * already: nothing is recorded.
 */
export const CloseChange = command('CloseChange', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/close',
  summary: 'Close a change for good: review → closed',
  description: 'An emergency, and whatever was not plainly successful, needs a review first.',
  payload: Payload({}),
});

/** Refused once it is being carried out: then it is finished with a result. Canceled already: nothing is recorded. */
export const CancelChange = command('CancelChange', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/cancel',
  summary: 'Cancel a change: it will not be done',
  payload: Payload({ reason: Reason }),
});

/**
 * From the timers that the start of an emergency sets; records nothing once answered or reviewed, and nothing a second
 * time.
 */
export const ReportRetrospectiveOverdue = command('ReportRetrospectiveOverdue', {
  ...byNobody,
  summary: 'The time for approval or review of an emergency has passed',
  payload: Payload({ what: OneOf(['approval', 'review']), due: Instant() }),
});

/**
 * From the suite, when the configuration database refused; a second one for the same part of an item records nothing.
 */
export const ReportConfigurationRefused = command('ReportConfigurationRefused', {
  ...byNobody,
  summary: 'The configuration database did not accept what was planned of an item',
  payload: Payload(ConfigurationRefusal.properties),
});

/** Refused once closed or canceled, and beyond 200 tasks. A place behind the last is the last. */
export const AddChangeTask = command('AddChangeTask', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/tasks',
  summary: 'Add a task',
  payload: Payload({
    title: Line(300),
    description: Optional(Prose(5000)),
    place: Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Place in the order; default: the last.' })),
    assignee: Optional(Reference),
  }),
});

/** Refused for a task that is unknown, done or skipped, and once the change is closed or canceled. */
export const AssignChangeTask = command('AssignChangeTask', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/assign-task',
  summary: 'Give a task to somebody, or to nobody',
  payload: Payload({ task: TaskId, assignee: Maybe(Reference) }),
});

/** Refused for an unknown task and once the change is closed or canceled; tasks that are done move, too. */
export const MoveChangeTask = command('MoveChangeTask', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/move-task',
  summary: 'Give a task another place in the order',
  payload: Payload({ task: TaskId, place: Type.Integer({ minimum: 1, maximum: 200 }) }),
});

/** Refused for a task that is unknown, done or skipped; in progress already: nothing is recorded. */
export const StartChangeTask = command('StartChangeTask', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/start-task',
  summary: 'Begin a task: open → in progress',
  payload: Payload({ task: TaskId }),
});

/** From `open` or `in_progress`; refused for one that was skipped. Done already: nothing is recorded. */
export const CompleteChangeTask = command('CompleteChangeTask', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/complete-task',
  summary: 'Complete a task: it is done',
  payload: Payload({ task: TaskId }),
});

/** From `open` or `in_progress`; refused for one that is done. Skipped already: nothing is recorded. */
export const SkipChangeTask = command('SkipChangeTask', {
  ...byWorkers,
  route: 'POST /v1/changes/:id/skip-task',
  summary: 'Skip a task, with a reason',
  payload: Payload({ task: TaskId, reason: Reason }),
});

/** Refused for an id that does not follow from source and number, and for a change that was made here. */
export const ImportChangeStub = command('ImportChangeStub', {
  roles: ['admin'],
  route: 'PUT /v1/changes/:id/import',
  creates: 'or-extends',
  summary: 'Make a record of a change that an imported record names',
  description:
    'Nothing is known of it but its number there: it gets one of ours and is marked `importedOnly`. What is there stays as it is.',
  payload: ImportedStub,
});

/** Refused for a change that was made here; withdrawn already: nothing is recorded. */
export const WithdrawChangeStub = command('WithdrawChangeStub', {
  roles: ['admin'],
  route: 'POST /v1/changes/:id/withdraw-import',
  summary: 'Undo an import batch for this change',
  description: 'Refused once people have worked on it here, or when another batch brought it.',
  payload: WithdrawnStub,
});

/** What is done with one change. The two that begin with `Report` and have no route come from the suite itself. */
export const changeCommands = [
  DraftChange,
  DraftStandardChange,
  DescribeChange,
  PlanChange,
  AssignChange,
  LinkChange,
  UnlinkChange,
  NoteOnChange,
  SubmitChange,
  AssessChangeRisk,
  RequestChangeApproval,
  AnswerChangeApproval,
  DetectChangeCollisions,
  ScheduleChange,
  StartChangeImplementation,
  FinishChangeImplementation,
  ReviewChange,
  CloseChange,
  CancelChange,
  ReportRetrospectiveOverdue,
  ReportConfigurationRefused,
  AddChangeTask,
  AssignChangeTask,
  MoveChangeTask,
  StartChangeTask,
  CompleteChangeTask,
  SkipChangeTask,
  ImportChangeStub,
  WithdrawChangeStub,
] as const;

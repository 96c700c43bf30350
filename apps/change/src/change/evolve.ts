import {
  MADE_HERE,
  originAfter,
  withdrawnOrigin,
  type ChangeEvent,
  type ChangeTaskState,
  type OriginFact,
  type StubOrigin,
} from '@opsledger/contracts';
import { isKnown, type Approvals, type Change, type ChangeDetails, type KnownChange, type Task } from './change-state';

type DataOf<Type extends ChangeEvent['type']> = Extract<ChangeEvent, { type: Type }>['data'];
type Folds = {
  readonly [Type in ChangeEvent['type']]: (before: ChangeDetails, data: DataOf<Type>) => Partial<ChangeDetails>;
};

const NOBODY = { id: 'unknown', name: 'Unknown' };

const blankDetails = ({ keys }: ChangeEvent['data']): ChangeDetails => ({
  keys,
  origin: MADE_HERE,
  title: keys.number,
  description: null,
  requestedBy: NOBODY,
  openedBy: NOBODY,
  plan: {
    plannedStart: null,
    plannedEnd: null,
    service: null,
    scope: null,
    implementationPlan: null,
    testPlan: null,
    backOutPlan: null,
  },
  template: null,
  keepsTemplate: false,
  person: null,
  links: [],
  tasks: [],
  approvals: { round: 0, groups: [], answers: [], verdict: null },
  collisions: [],
  overridden: [],
  risk: null,
  startedAt: null,
  approvalDue: null,
  reviewDue: null,
  overdue: [],
  reviewed: false,
  configurationRefusals: [],
});

const nothing = () => ({});
const approvals = ({ approvals: before }: ChangeDetails, changes: Partial<Approvals>) => ({
  approvals: { ...before, ...changes },
});
const task = ({ tasks }: ChangeDetails, which: string, changes: Partial<Task>) => ({
  tasks: tasks.map((it) => (it.task === which ? { ...it, ...changes } : it)),
});
const inState = (state: ChangeTaskState) => (before: ChangeDetails, data: { readonly task: string }) =>
  task(before, data.task, { state });

function placed(tasks: readonly Task[], one: Task, place: number): Task[] {
  const others = tasks.filter((it) => it.task !== one.task);
  return [...others.slice(0, place - 1), one, ...others.slice(place - 1)];
}

const folds: Folds = {
  ChangeDrafted: (_, { title, description, requestedBy, openedBy, plan, template }) => ({
    title,
    description,
    requestedBy,
    openedBy,
    plan,
    template,
    keepsTemplate: template !== null,
  }),
  ChangeDescribed: (_, { title, description }) => ({ title: title.after, description: description.after }),
  ChangePlanned: ({ keepsTemplate }, { plan, leavesTemplate }) => ({
    plan: plan.after,
    keepsTemplate: keepsTemplate && !leavesTemplate,
    overridden: [],
  }),
  ChangeAssigned: (_, { assignment }) => ({ person: assignment.after.person }),
  ChangeLinked: ({ links }, { kind, target }) => ({ links: [...links, { kind, target }] }),
  ChangeUnlinked: ({ links }, { kind, target }) => ({
    links: links.filter((link) => link.kind !== kind || link.target.id !== target.id),
  }),
  ChangeNoted: nothing,
  ChangeSubmitted: nothing,
  ChangeRiskAssessed: (_, { risk }) => ({ risk: risk.after }),
  ChangeApprovalRequested: (_, { groups, round }) => ({
    approvals: { round, groups, answers: [], verdict: 'pending' },
  }),
  ChangeApprovalAnswered: (before, { approver, answer, comment }) => {
    const others = before.approvals.answers.filter((it) => it.approver.id !== approver.id);
    return approvals(before, { answers: [...others, { approver, answer, comment }] });
  },
  ChangeApproved: (before) => approvals(before, { verdict: 'approved' }),
  ChangeRejected: (before) => approvals(before, { verdict: 'rejected' }),
  ChangeApprovalsExpired: (before, { round }) => approvals(before, { round, answers: [], verdict: 'pending' }),
  ChangeCollisionsDetected: (_, { collisions }) => ({ collisions: collisions.after }),
  ChangeCollisionsOverridden: ({ overridden }, { collisions }) => ({ overridden: [...overridden, ...collisions] }),
  ChangeScheduled: nothing,
  ChangeImplementationStarted: ({ approvals: before }, { startedAt, approvalDue, reviewDue }) => ({
    startedAt,
    approvalDue,
    reviewDue,
    // A rejection of the proposal is no answer about what was then done all the same.
    approvals: before.verdict === 'rejected' ? { ...before, verdict: null } : before,
  }),
  ChangeRetrospectiveOverdue: ({ overdue }, { what }) => ({ overdue: [...overdue, what] }),
  ChangeImplementationFinished: nothing,
  ChangeConfigurationRefused: ({ configurationRefusals }, { ci, part, code, reason }) => ({
    configurationRefusals: [...configurationRefusals, { ci, part, code, reason }],
  }),
  ChangeReviewed: () => ({ reviewed: true }),
  ChangeClosed: nothing,
  ChangeCanceled: nothing,
  ChangeTaskAdded: ({ tasks }, { task: id, title, description, place, assignee }) => ({
    tasks: placed(tasks, { task: id, title, description, state: 'open', assignee, skipReason: null }, place),
  }),
  ChangeTaskAssigned: (before, data) => task(before, data.task, { assignee: data.assignee.after }),
  ChangeTaskMoved: ({ tasks }, data) => {
    const one = tasks.find((it) => it.task === data.task);
    return one ? { tasks: placed(tasks, one, data.place.after) } : {};
  },
  ChangeTaskStarted: inState('in_progress'),
  ChangeTaskCompleted: inState('done'),
  ChangeTaskSkipped: (before, data) => task(before, data.task, { state: 'skipped', skipReason: data.reason }),
  ChangeImported: (_, { external }) => ({ title: external.number }),
  ChangeImportWithdrawn: nothing,
};

/** Details after one more fact; facts may come in any order. */
export function detailsAfter(before: ChangeDetails | undefined, event: ChangeEvent): ChangeDetails {
  const details = before ?? blankDetails(event.data);
  const fold = folds[event.type] as ((before: ChangeDetails, data: object) => Partial<ChangeDetails>) | undefined;
  const origin = originAfter(details.origin, event as OriginFact);
  return { ...details, keys: event.data.keys, origin, ...fold?.(details, event.data) };
}

function originOf(state: Change): StubOrigin {
  if (state.status === 'unknown') return MADE_HERE;
  return isKnown(state) ? state.details.origin : state.origin;
}

/** Accepts every recorded fact: each says which state the change is in after it. */
export function evolve(state: Change, event: ChangeEvent): Change {
  if (event.type === 'ChangeImportWithdrawn')
    return { status: 'withdrawn', number: event.data.keys.number, origin: withdrawnOrigin(originOf(state)) };
  const before = isKnown(state) ? state.details : { ...blankDetails(event.data), origin: originOf(state) };
  const details = detailsAfter(before, event);
  return { status: details.keys.state, number: details.keys.number, details } as KnownChange;
}

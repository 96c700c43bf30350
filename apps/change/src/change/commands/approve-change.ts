import {
  isStaff,
  type AnswerChangeApproval,
  type ChangeEvent,
  type CommandOf,
  type GroupStanding,
  type RequestChangeApproval,
} from '@opsledger/contracts';
import { standingOf, verdictOf, type Answered } from '../../approval/standing';
import {
  approvalNotAsked,
  approvalNotRequestable,
  changeEnded,
  changeNotFound,
  groupNamedTwice,
  noApproverLeft,
  notANamedApprover,
  requesterNeverApproves,
} from '../change.errors';
import { keysOf, neverCounting, type KnownChange } from '../change-state';
import { requireMove } from '../transitions';

/** Of an emergency approval is asked for afterwards. */
const isRetrospective = ({ status }: KnownChange): boolean => status === 'implement' || status === 'review';

export function requestChangeApproval(
  { data: { groups } }: CommandOf<typeof RequestChangeApproval>,
  state: KnownChange,
): ChangeEvent[] {
  const { details, number } = state;
  if (isRetrospective(state)) {
    if (details.keys.type !== 'emergency' || details.approvals.verdict === 'approved')
      throw approvalNotRequestable(state, 'It was approved before.');
  } else if (state.status !== 'authorize') requireMove(state, 'ChangeApprovalRequested');
  const names = new Set<string>();
  for (const group of groups) {
    if (names.has(group.name)) throw groupNamedTwice(number, group.name);
    names.add(group.name);
    if (standingOf(group, [], neverCounting(details)).eligible === 0) throw noApproverLeft(number, group.name);
  }
  const status = isRetrospective(state) ? state.status : 'authorize';
  const round = details.approvals.round + 1;
  return [{ type: 'ChangeApprovalRequested', data: { keys: keysOf(state, { state: status }), groups, round } }];
}

/** How the groups stand with these answers. */
export const standingsOf = (
  { details }: KnownChange,
  answers: readonly Answered[] = details.approvals.answers,
): GroupStanding[] => details.approvals.groups.map((group) => standingOf(group, answers, neverCounting(details)));

export function answerChangeApproval(
  command: CommandOf<typeof AnswerChangeApproval>,
  state: KnownChange,
): ChangeEvent[] {
  const { actor, data } = command;
  const { approvals } = state.details;
  const isNamed = approvals.groups.some(({ approvers }) => approvers.some(({ id }) => id === actor.id));
  if (!isNamed) throw isStaff(command) ? notANamedApprover(state, actor.name) : changeNotFound(command.id);
  if (neverCounting(state.details).includes(actor.id)) throw requesterNeverApproves(state);

  const comment = data.comment ?? null;
  const said = approvals.answers.find(({ approver }) => approver.id === actor.id);
  if (said?.answer === data.answer && said.comment === comment) return [];
  if (state.status === 'closed' || state.status === 'canceled') throw changeEnded(state);
  const isOpen = state.status === 'authorize' || isRetrospective(state);
  if (!isOpen || approvals.verdict !== 'pending') throw approvalNotAsked(state);

  const approver = { id: actor.id, name: actor.name };
  const others = approvals.answers.filter((it) => it.approver.id !== actor.id);
  const groups = standingsOf(state, [...others, { approver, answer: data.answer, comment }]);
  const { round } = approvals;
  const answered: ChangeEvent = {
    type: 'ChangeApprovalAnswered',
    data: { keys: keysOf(state), approver, answer: data.answer, comment, round, groups },
  };
  return [answered, ...decided(state, groups)];
}

function decided(state: KnownChange, groups: readonly GroupStanding[]): ChangeEvent[] {
  const verdict = verdictOf(groups);
  const { round } = state.details.approvals;
  const retrospective = isRetrospective(state);
  if (verdict === 'pending') return [];
  if (verdict === 'approved') return [{ type: 'ChangeApproved', data: { keys: keysOf(state), round, retrospective } }];
  const keys = retrospective ? keysOf(state) : keysOf(state, { state: 'draft' });
  return [{ type: 'ChangeRejected', data: { keys, round, group: verdict.rejectedBy, retrospective } }];
}

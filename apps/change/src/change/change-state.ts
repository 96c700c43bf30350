import type {
  ApprovalGroup,
  ChangeKeys,
  ChangeLinkKind,
  ChangePlan,
  ChangeState,
  ChangeTaskState,
  Collision,
  ConfigurationRefusal,
  Reference,
  RiskAssessment,
  StubOrigin,
  TemplateVersion,
} from '@opsledger/contracts';
import type { Answered } from '../approval/standing';

export interface Task {
  readonly task: string;
  readonly title: string;
  readonly description: string | null;
  readonly state: ChangeTaskState;
  readonly assignee: Reference | null;
  readonly skipReason: string | null;
}

interface Link {
  readonly kind: ChangeLinkKind;
  readonly target: Reference;
}

export interface Approvals {
  /** 0: nobody was asked yet. */
  readonly round: number;
  readonly groups: readonly ApprovalGroup[];
  readonly answers: readonly Answered[];
  readonly verdict: 'pending' | 'approved' | 'rejected' | null;
}

/** What decisions need to know of a change in any of its states. */
export interface ChangeDetails {
  readonly keys: ChangeKeys;
  readonly origin: StubOrigin;
  readonly title: string;
  readonly description: string | null;
  readonly requestedBy: Reference;
  readonly openedBy: Reference;
  readonly plan: ChangePlan;
  readonly template: TemplateVersion | null;
  readonly keepsTemplate: boolean;
  readonly person: Reference | null;
  readonly links: readonly Link[];
  readonly tasks: readonly Task[];
  readonly approvals: Approvals;
  readonly collisions: readonly Collision[];
  /** Those somebody scheduled, or began, in spite of; a new plan needs a new word. */
  readonly overridden: readonly Collision[];
  readonly risk: RiskAssessment | null;
  readonly startedAt: string | null;
  readonly approvalDue: string | null;
  readonly reviewDue: string | null;
  readonly overdue: readonly ('approval' | 'review')[];
  readonly reviewed: boolean;
  readonly configurationRefusals: readonly ConfigurationRefusal[];
}

/** One shape in every state; the union is what moves narrow. */
export type KnownChange = {
  readonly [State in ChangeState]: { readonly status: State; readonly number: string; readonly details: ChangeDetails };
}[ChangeState];
/** The import that brought it was undone; its number is not used again. */
interface WithdrawnChange {
  readonly status: 'withdrawn';
  readonly number: string;
  readonly origin: StubOrigin;
}
export type Change = { readonly status: 'unknown' } | WithdrawnChange | KnownChange;

export const isKnown = (state: Change): state is KnownChange =>
  state.status !== 'unknown' && state.status !== 'withdrawn';

/** What readers group by, as it stands after an event that changes this much of it. */
export const keysOf = ({ details }: KnownChange, changed?: Partial<ChangeKeys>): ChangeKeys => ({
  ...details.keys,
  ...changed,
});

export const cisOf = ({ details }: KnownChange): Reference[] =>
  details.links.filter(({ kind }) => kind === 'affected_ci').map(({ target }) => target);

/** Nobody approves what they asked for or wrote down themselves. */
export const neverCounting = ({ requestedBy, openedBy }: ChangeDetails): string[] => [requestedBy.id, openedBy.id];

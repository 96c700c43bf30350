import { Type, type Static } from '@sinclair/typebox';
import { Instant, Maybe, OneOf, Reference, importedFields } from '../kit';
import { CabKeys } from './cab-meeting';
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
import {
  APPROVAL_ANSWERS,
  CAB_DECISIONS,
  CHANGE_LINK_KINDS,
  CHANGE_RESULTS,
  CHANGE_TASK_STATES,
} from './change-lifecycle';
import { Retrospective } from './change-settings';
import { TemplateContent, TemplateKeys } from './change-template';
import { FreezeWindow, MaintenanceWindow, WindowKeys } from './change-window';

const Text = Type.String();
const Count = Type.Integer({ minimum: 0 });
const base = { id: Text, createdAt: Instant(), updatedAt: Instant(), version: Count };

const summary = {
  ...base,
  ...ChangeKeys.properties,
  ...importedFields,
  title: Text,
  requestedBy: Reference,
  assignee: Maybe(Reference),
  plannedStart: Maybe(Instant()),
  plannedEnd: Maybe(Instant()),
  riskScore: Maybe(Count),
  /** Null: not asked for. */
  approval: Maybe(OneOf(['pending', 'approved', 'rejected'])),
  collisions: Count,
  template: Maybe(TemplateVersion),
  submittedAt: Maybe(Instant()),
  approvedAt: Maybe(Instant()),
  actualStart: Maybe(Instant()),
  actualEnd: Maybe(Instant()),
  closedAt: Maybe(Instant()),
};
/** A change in a list. */
export const ChangeSummary = Type.Object(summary);
export type ChangeSummary = Static<typeof ChangeSummary>;

/** A task in its place; `task` is its number within the change, `skipReason` is null unless it was skipped. */
export const ChangeTaskView = Type.Object({
  task: Text,
  title: Text,
  description: Maybe(Text),
  state: OneOf(CHANGE_TASK_STATES),
  assignee: Maybe(Reference),
  skipReason: Maybe(Text),
});
export type ChangeTaskView = Static<typeof ChangeTaskView>;

/** Everything that is recorded of one change as it stands. */
export const ChangeDocument = Type.Object({
  ...summary,
  openedBy: Reference,
  description: Maybe(Text),
  plan: ChangePlan,
  risk: Maybe(OneOf(['low', 'medium', 'high'])),
  riskAssessment: Maybe(RiskAssessment),
  /** A standard change that still does what its template says. */
  keepsTemplate: Type.Boolean(),
  links: Type.Array(Type.Object({ kind: OneOf(CHANGE_LINK_KINDS), target: Reference })),
  tasks: Type.Array(ChangeTaskView),
  approvals: Type.Object({
    round: Count,
    groups: Type.Array(Type.Composite([ApprovalGroup, Type.Object({ standing: Maybe(GroupStanding) })])),
    answers: Type.Array(
      Type.Object({ approver: Reference, answer: OneOf(APPROVAL_ANSWERS), comment: Maybe(Text), at: Instant() }),
    ),
  }),
  collisionList: Type.Array(Collision),
  /** What the configuration database did not accept when it was done. */
  configurationRefusals: Type.Array(ConfigurationRefusal),
  overrides: Type.Array(Type.Object({ at: Instant(), by: Reference, reason: Text, collisions: Type.Array(Collision) })),
  retrospective: Maybe(
    Type.Object({
      approvalDue: Maybe(Instant()),
      reviewDue: Maybe(Instant()),
      overdue: Type.Array(OneOf(['approval', 'review'])),
    }),
  ),
  outcome: Maybe(Type.Object({ result: OneOf(CHANGE_RESULTS), notes: Maybe(Text) })),
  review: Maybe(
    Type.Object({ at: Instant(), by: Reference, summary: Text, lessons: Maybe(Text), actions: Type.Array(Text) }),
  ),
  cancelReason: Maybe(Text),
  notes: Type.Array(Type.Object({ id: Text, at: Instant(), by: Reference, body: Text })),
});
export type ChangeDocument = Static<typeof ChangeDocument>;

/** A change as its page shows it: the record itself, and what other records say of it now; as it was, itself alone. */
export const ChangeView = Type.Object({
  ...ChangeDocument.properties,
  /** Incidents that name it as their cause or their cure. */
  incidents: Type.Optional(
    Type.Array(Type.Object({ kind: OneOf(['caused_by_change', 'fixed_by_change']), incident: Reference })),
  ),
  children: Type.Optional(Type.Array(Reference)),
});
export type ChangeView = Static<typeof ChangeView>;

/** `author` wrote the present version; `approvedBy` and `approvedAt` are null while that version is not approved. */
export const ChangeTemplateView = Type.Object({
  ...TemplateKeys.properties,
  ...base,
  /** Version of the content; `version` counts every fact. */
  templateVersion: Type.Integer(),
  content: TemplateContent,
  author: Reference,
  approvedBy: Maybe(Reference),
  approvedAt: Maybe(Instant()),
});
export type ChangeTemplateView = Static<typeof ChangeTemplateView>;

/**
 * On the agenda, null `decision`: nothing was said of it yet. `minutes` are null and `present` is empty until it was
 * held.
 */
export const CabMeetingView = Type.Object({
  ...base,
  ...CabKeys.properties,
  title: Text,
  startsAt: Instant(),
  endsAt: Instant(),
  attendees: Type.Array(Reference),
  agenda: Type.Array(
    Type.Object({ change: Reference, decision: Maybe(OneOf(CAB_DECISIONS)), note: Maybe(Text), at: Maybe(Instant()) }),
  ),
  minutes: Maybe(Text),
  present: Type.Array(Reference),
});
export type CabMeetingView = Static<typeof CabMeetingView>;

/** `freeze` or `maintenance` is filled, by `kind`; the other is null. */
export const ChangeWindowView = Type.Object({
  ...base,
  ...WindowKeys.properties,
  freeze: Maybe(FreezeWindow),
  maintenance: Maybe(MaintenanceWindow),
});
export type ChangeWindowView = Static<typeof ChangeWindowView>;

/** Settings in force; `revisedAt` and `revisedBy` are null, and `version` is 0, while they are the defaults. */
export const ChangeSettingsView = Type.Object({
  retrospective: Retrospective,
  revisedAt: Maybe(Instant()),
  revisedBy: Maybe(Reference),
  version: Count,
});
export type ChangeSettingsView = Static<typeof ChangeSettingsView>;

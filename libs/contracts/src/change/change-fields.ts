import { Type, type Static } from '@sinclair/typebox';
import { Instant, Line, Maybe, OneOf, Payload, Prose, Reference } from '../kit';
import {
  APPROVAL_STANDINGS,
  CHANGE_RESULTS,
  CHANGE_STATES,
  CHANGE_TYPES,
  COLLISION_KINDS,
  RISK_LEVELS,
} from './change-lifecycle';
import { CONFIGURATION_PARTS, PlannedConfigurations } from './planned-configuration';

/** What readers group by, as it stands after the event. On every event of a change. */
export const ChangeKeys = Type.Object({
  number: Line(40),
  state: OneOf(CHANGE_STATES),
  type: OneOf(CHANGE_TYPES),
  risk: Maybe(OneOf(RISK_LEVELS)),
  team: Maybe(Reference),
  service: Maybe(Reference),
  category: Maybe(Line(200)),
  result: Maybe(OneOf(CHANGE_RESULTS)),
});
export type ChangeKeys = Static<typeof ChangeKeys>;

/** What is going to be done, when, and how to get back. A change of any of it after approval expires the approvals. */
export const ChangePlan = Payload({
  plannedStart: Maybe(Instant()),
  plannedEnd: Maybe(Instant()),
  service: Maybe(Reference),
  scope: Maybe(Prose()),
  implementationPlan: Maybe(Prose()),
  testPlan: Maybe(Prose()),
  backOutPlan: Maybe(Prose()),
  /** Left out: none. */
  plannedConfiguration: Type.Optional(PlannedConfigurations),
});
export type ChangePlan = Static<typeof ChangePlan>;

/** How many of a group must approve: one, all, or so many per cent of those who may, rounded up. */
export const Quorum = Type.Union([
  Payload({ kind: Type.Literal('any') }),
  Payload({ kind: Type.Literal('all') }),
  Payload({ kind: Type.Literal('percent'), percent: Type.Integer({ minimum: 1, maximum: 100 }) }),
]);
export type Quorum = Static<typeof Quorum>;

/**
 * Some people who are asked together; every group must reach its quorum. Names are unique within a change; requester
 * and author never count.
 */
export const ApprovalGroup = Payload({
  name: Line(100),
  quorum: Quorum,
  approvers: Type.Array(Reference, { minItems: 1, maxItems: 100 }),
});
export type ApprovalGroup = Static<typeof ApprovalGroup>;

/** How a group stands: who may answer no longer counts whoever recused themselves; the requester never counts. */
export const GroupStanding = Type.Object({
  name: Line(100),
  standing: OneOf(APPROVAL_STANDINGS),
  eligible: Type.Integer({ minimum: 0 }),
  needed: Type.Integer({ minimum: 0 }),
  approved: Type.Integer({ minimum: 0 }),
  rejected: Type.Integer({ minimum: 0 }),
  recused: Type.Integer({ minimum: 0 }),
});
export type GroupStanding = Static<typeof GroupStanding>;

/** Something that gets in the way of the planned time, and which record it is. */
export const Collision = Type.Object({
  kind: OneOf(COLLISION_KINDS),
  /** The other change, or the freeze window. */
  with: Reference,
  detail: Line(500),
});
export type Collision = Static<typeof Collision>;

/** One rule of the risk score and what it adds. */
export const RiskContribution = Type.Object({
  rule: Line(60),
  points: Type.Integer({ minimum: 0 }),
  most: Type.Integer({ minimum: 0 }),
  why: Line(1000),
});
export type RiskContribution = Static<typeof RiskContribution>;

/**
 * Score 0 to 100: the sum of what seven rules add, each up to its `most`; `level` follows from it. Says what was known
 * when it was assessed.
 */
export const RiskAssessment = Type.Object({
  score: Type.Integer({ minimum: 0, maximum: 100 }),
  level: OneOf(RISK_LEVELS),
  contributions: Type.Array(RiskContribution),
});
export type RiskAssessment = Static<typeof RiskAssessment>;

/** The version of a template a standard change was made from. */
export const TemplateVersion = Type.Object({ template: Reference, version: Type.Integer({ minimum: 1 }) });
export type TemplateVersion = Static<typeof TemplateVersion>;

/** What the configuration database did not accept of what was planned, and why. */
export const ConfigurationRefusal = Type.Object({
  ci: Reference,
  part: OneOf(CONFIGURATION_PARTS),
  code: Line(100),
  reason: Type.String({ maxLength: 2000 }),
});
export type ConfigurationRefusal = Static<typeof ConfigurationRefusal>;

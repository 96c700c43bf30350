import { Type, type Static } from '@sinclair/typebox';
import { Instant, Maybe, OneOf, Reference } from '../kit';
import { ExternalIdentity, LevelField, PriorityField } from './events';
import { ServiceLevel } from '../sla/service-level';
import { CHANNELS, HOLD_REASONS, INCIDENT_STATES, LINK_KINDS, MAJOR_ROLES, MAJOR_STATES } from './lifecycle';

const Text = Type.String();
const Count = Type.Integer({ minimum: 0 });

const summaryFields = {
  id: Text,
  number: Text,
  external: Maybe(ExternalIdentity),
  title: Text,
  state: OneOf(INCIDENT_STATES),
  priority: PriorityField,
  impact: LevelField,
  urgency: LevelField,
  /** A person set the priority; the matrix would give another, or might. */
  priorityOverridden: Type.Boolean(),
  major: Maybe(OneOf(MAJOR_STATES)),
  holdReason: Maybe(OneOf(HOLD_REASONS)),
  caller: Maybe(Reference),
  channel: OneOf(CHANNELS),
  category: Maybe(Text),
  subcategory: Maybe(Text),
  service: Maybe(Reference),
  location: Maybe(Text),
  team: Maybe(Reference),
  assignee: Maybe(Reference),
  reassignments: Count,
  reopens: Count,
  openedAt: Instant(),
  updatedAt: Instant(),
  acknowledgedAt: Maybe(Instant()),
  resolvedAt: Maybe(Instant()),
  closedAt: Maybe(Instant()),
  version: Count,
};

const ServiceLevels = Type.Optional(
  Type.Array(ServiceLevel, { description: 'What is promised for it, and how that stands now. Only for staff.' }),
);

/** An incident in a list. */
export const IncidentSummary = Type.Object({ ...summaryFields, serviceLevels: ServiceLevels });
export type IncidentSummary = Static<typeof IncidentSummary>;

const Remark = Type.Object({ id: Text, at: Instant(), by: Reference, body: Text });
const Comment = Type.Object({ id: Text, at: Instant(), by: Reference, body: Text, byCaller: Type.Boolean() });

/** What a major incident is about besides being an incident. */
export const MajorIncidentView = Type.Object({
  state: OneOf(MAJOR_STATES),
  justification: Maybe(Text),
  rejection: Maybe(Text),
  roles: Type.Array(Type.Object({ role: OneOf(MAJOR_ROLES), person: Reference })),
  nextUpdateDue: Maybe(Instant()),
  updates: Type.Array(
    Type.Object({ at: Instant(), by: Reference, message: Text, due: Maybe(Instant()), onTime: Type.Boolean() }),
  ),
  missedUpdates: Type.Array(Instant(), { description: 'When the updates that did not come were due.' }),
  review: Maybe(
    Type.Object({ at: Instant(), by: Reference, summary: Text, causes: Maybe(Text), actions: Type.Array(Text) }),
  ),
});
export type MajorIncidentView = Static<typeof MajorIncidentView>;

/** Everything about one incident as it stands. */
export const IncidentView = Type.Object({
  ...summaryFields,
  description: Maybe(Text),
  openedBy: Reference,
  /** Version of the priority matrix that gave the priority; 0 when the source gave it. */
  matrixVersion: Count,
  override: Maybe(Type.Object({ priority: PriorityField, reason: Text, at: Instant(), by: Reference })),
  hold: Maybe(
    Type.Object({
      reason: OneOf(HOLD_REASONS),
      note: Maybe(Text),
      since: Instant(),
      resumeAt: Maybe(Instant()),
    }),
  ),
  /** The last resolution; of a reopened incident, the one that did not hold. */
  resolution: Maybe(
    Type.Object({
      code: Text,
      notes: Maybe(Text),
      knowledge: Maybe(Reference),
      withParent: Maybe(Reference),
      at: Instant(),
      by: Reference,
      resolution: Count,
      closesAt: Maybe(Instant()),
    }),
  ),
  reopenReason: Maybe(Text),
  cancelReason: Maybe(Text),
  majorIncident: Maybe(MajorIncidentView),
  escalations: Type.Array(
    Type.Object({
      at: Instant(),
      by: Reference,
      kind: OneOf(['functional', 'hierarchical']),
      to: Maybe(Reference),
      reason: Text,
    }),
  ),
  links: Type.Array(Type.Object({ kind: OneOf(LINK_KINDS), target: Reference })),
  attachments: Type.Array(Type.Object({ url: Text, name: Text })),
  watchers: Type.Array(Reference),
  comments: Type.Array(Comment),
  serviceLevels: ServiceLevels,
  /** Workarounds of the problems it points at. Only for staff: a requester's answer has no such field. */
  workarounds: Type.Optional(
    Type.Array(
      Type.Object({
        problem: Reference,
        workaround: Text,
        workaroundRevision: Type.Integer({ minimum: 1 }),
        at: Instant(),
      }),
    ),
  ),
  /** Only for staff: a requester's answer has no such field. */
  workNotes: Type.Optional(Type.Array(Remark)),
});
export type IncidentView = Static<typeof IncidentView>;

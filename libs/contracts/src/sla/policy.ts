import { Type, type Static } from '@sinclair/typebox';
import { Line, OneOf, Payload } from '../kit';

/** Who promises whom: the provider to its customers, one team to another, a vendor to the provider. */
export const POLICY_KINDS = ['SLA', 'OLA', 'UC'] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

/** Fields of an incident that conditions may look at; references by id. */
export const INCIDENT_CONDITION_FIELDS = [
  'state',
  'priority',
  'holdReason',
  'acknowledged',
  'team',
  'service',
  'category',
  'channel',
  'major',
] as const;
export type ConditionField = (typeof INCIDENT_CONDITION_FIELDS)[number];

/** What conditions look at, at one instant; `null`: not set. `acknowledged` is `yes` or `no`. */
export type RecordFields = Readonly<Record<ConditionField, string | null>>;

/** Whether a field has one of the values; `null` among them: or is not set. */
export interface FieldCondition {
  readonly field: ConditionField;
  readonly in: readonly (string | null)[];
}

/** A condition on a record's fields. */
export type Condition =
  | FieldCondition
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** Any condition can be written as alternatives of fields that are, or are not; deeper ones people cannot read either. */
const DEEPEST = 2;

const conditionOf = (depth: number): ReturnType<typeof Type.Unsafe<Condition>> => {
  const field = Payload({
    field: OneOf(INCIDENT_CONDITION_FIELDS, { description: 'Field of the record.' }),
    in: Type.Array(Type.Union([Type.String({ maxLength: 200 }), Type.Null()]), { minItems: 1, maxItems: 100 }),
  });
  if (depth === 0) return Type.Unsafe<Condition>(field);
  const inner = conditionOf(depth - 1);
  const several = Type.Array(inner, { minItems: 1, maxItems: 20 });
  return Type.Unsafe<Condition>(
    Type.Union([field, Payload({ all: several }), Payload({ any: several }), Payload({ not: inner })]),
  );
};

/** A `Condition` as JSON carries it, nested two levels at most. */
export const ConditionSchema = conditionOf(DEEPEST);

/** One promise of a policy, e.g. that an incident is resolved within eight hours. */
export const SlaTarget = Payload({
  name: Line(60, { description: 'What is promised.', examples: ['response', 'resolution'] }),
  duration: Line(20, { description: 'Open time (`PT8H`) or business days (`2BD`).', examples: ['PT8H'] }),
  startWhen: ConditionSchema,
  stopWhen: ConditionSchema,
  pauseWhen: Type.Optional(ConditionSchema),
  cancelWhen: Type.Optional(ConditionSchema),
  warnAt: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1, maximum: 99 }), {
      maxItems: 10,
      description: 'Per cent of the target after which a warning is given; 50, 75 and 90 unless told.',
    }),
  ),
});
export type SlaTarget = Static<typeof SlaTarget>;

/** What is promised for which records, and on which calendar time counts. */
export const SlaPolicy = Payload({
  name: Line(120),
  kind: OneOf(POLICY_KINDS),
  appliesWhen: Type.Optional(ConditionSchema),
  calendar: Line(60, { description: 'Id of the calendar that time is counted on.' }),
  targets: Type.Array(SlaTarget, { minItems: 1, maxItems: 10 }),
});
export type SlaPolicy = Static<typeof SlaPolicy>;

/** Shares of a target, in per cent, at which a clock warns where its target names none. */
export const DEFAULT_WARNINGS: readonly number[] = [50, 75, 90];

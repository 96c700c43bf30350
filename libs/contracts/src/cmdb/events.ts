import { Type, type Static } from '@sinclair/typebox';
import { Changed, ExternalRecord, Line, Maybe, OneOf, Prose, Reference, eventsOf, type EventOf } from '../kit';
import { ClassKey } from './classes';
import { CI_STAGES, CI_STATUSES, CRITICALITIES, RELATION_KINDS } from './lifecycle';

const event = eventsOf('cmdb');

/** What readers group by and lists show, as it stands after the event. On every event of a configuration item. */
export const CiKeys = Type.Object({
  number: Line(40),
  name: Line(300),
  class: ClassKey,
  stage: OneOf(CI_STAGES),
  status: OneOf(CI_STATUSES),
  criticality: Maybe(OneOf(CRITICALITIES)),
  environment: Maybe(Line(60)),
  location: Maybe(Line(200)),
  serial: Maybe(Line(200)),
  owner: Maybe(Reference),
  ownerTeam: Maybe(Reference),
  supportTeam: Maybe(Reference),
});
export type CiKeys = Static<typeof CiKeys>;

/** The name an item has in another system. */
export const CiIdentity = Type.Object({ source: Line(100), id: Line(200) }, { additionalProperties: false });
export type CiIdentity = Static<typeof CiIdentity>;

/** Which source's batch said so; null: somebody did it here. */
export const Cause = Maybe(Type.Object({ source: Line(100), batch: Type.String(), row: Type.Integer({ minimum: 0 }) }));
export type Cause = Static<typeof Cause>;

/** The change it was done for; left out: none was named. */
export const ForChange = Type.Optional(Reference);

/** A source's word on a field; null: it has none. */
const Claim = Maybe(Type.Object({ value: Type.Unknown() }));
/** By source. */
const Stated = Type.Record(Type.String(), Changed(Claim));
/** By field: `name`, `location`, … and `attributes.cpuCount`. Null: no value. */
export const FieldChanges = Type.Record(Type.String(), Changed(Type.Unknown()));
export type FieldChanges = Static<typeof FieldChanges>;

/** Counts what lists show of an item; relations do not count. */
const edition = Type.Integer({ minimum: 1, description: 'Which description of the item this is: 1 for the first.' });

const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: CiKeys, ...fields });

/**
 * Recorded first, by people, by an import (`external`), or by a reconciliation whose row means no item there is; again
 * under the same number after `ConfigurationItemWithdrawn`.
 */
export const ConfigurationItemRegistered = event(
  'ConfigurationItemRegistered',
  'A configuration item became known.',
  fact({
    edition,
    description: Maybe(Prose()),
    attributes: Type.Record(Type.String(), Type.Unknown()),
    identities: Type.Array(CiIdentity),
    cause: Cause,
    /** Of an item that an imported record names, and of which nothing more is known. */
    external: Type.Optional(ExternalRecord),
  }),
);

/**
 * `changes` is empty when only `stated` or `identities` differ: another source's word on a field counts for more, or
 * is the same.
 */
export const ConfigurationItemRevised = event(
  'ConfigurationItemRevised',
  'Somebody, or a source, said something else or more about an item.',
  fact({
    edition,
    changes: FieldChanges,
    /** What the cause says of each field, also where another source’s word counts for more. */
    stated: Stated,
    identities: Changed(Type.Array(CiIdentity)),
    cause: Cause,
    change: ForChange,
  }),
);

/** Stated by people, `reason` null: not said. No reconciliation moves an item through its life. */
export const ConfigurationItemStageChanged = event(
  'ConfigurationItemStageChanged',
  'An item reached another stage of its life.',
  fact({ edition, stage: Changed(OneOf(CI_STAGES)), reason: Maybe(Prose(2000)), cause: Cause, change: ForChange }),
);

/** Stated of the item itself, never worked out from what it needs; the status it has already is not recorded again. */
export const ConfigurationItemStatusReported = event(
  'ConfigurationItemStatusReported',
  'An item works, works badly or does not work.',
  fact({ edition, status: Changed(OneOf(CI_STATUSES)), note: Maybe(Prose(2000)), cause: Cause, change: ForChange }),
);

const relation = {
  kind: OneOf(RELATION_KINDS),
  target: Reference,
  /** Since when the relation is; with kind and target it names one period of it. */
  since: Type.String(),
  cause: Cause,
};

/**
 * Recorded in the history of the relation's source; occurred when the relation began, which may be long before it was
 * stated.
 */
export const ConfigurationItemRelated = event(
  'ConfigurationItemRelated',
  'One item is related to another from this instant on.',
  fact(relation),
);

/** Recorded in the history of the relation's source. `until` the same as `since`: the relation never was. */
export const ConfigurationItemUnrelated = event(
  'ConfigurationItemUnrelated',
  'One item is no longer related to another.',
  fact({ ...relation, until: Type.String() }),
);

/**
 * Recorded for each revision that an undone batch made; `skipped` names what stays and why. With `(the item)` in it:
 * the batch brought the item, and others need it or have worked on it.
 */
export const ConfigurationItemRestored = event(
  'ConfigurationItemRestored',
  'What a reconciliation said about an item was taken back, save what has changed since.',
  fact({
    edition,
    batch: Type.String(),
    changes: FieldChanges,
    stated: Stated,
    source: Line(100),
    identities: Changed(Type.Array(CiIdentity)),
    skipped: Type.Array(Type.Object({ field: Type.String(), because: Type.String() })),
  }),
);

/** Only when nobody else has said anything of the item and no other is related to it; views no longer show it. */
export const ConfigurationItemWithdrawn = event(
  'ConfigurationItemWithdrawn',
  'The reconciliation or import that brought an item was undone: it is as if the item had never been.',
  fact({ edition, batch: Type.String(), reason: Type.Optional(Maybe(Line(1000))) }),
);

/** What is recorded of one item. A relation is recorded with its source alone. */
export const configurationItemEvents = [
  ConfigurationItemRegistered,
  ConfigurationItemRevised,
  ConfigurationItemStageChanged,
  ConfigurationItemStatusReported,
  ConfigurationItemRelated,
  ConfigurationItemUnrelated,
  ConfigurationItemRestored,
  ConfigurationItemWithdrawn,
] as const;

/** Every fact about a configuration item. */
export type ConfigurationItemEvent = EventOf<(typeof configurationItemEvents)[number]>;

import { Type, type Static } from '@sinclair/typebox';
import { Instant, Maybe, OneOf, Reference, importedFields } from '../kit';
import { CiIdentity, CiKeys } from './events';
import { CRITICALITIES, CI_STAGES, CI_STATUSES, RELATION_KINDS } from './lifecycle';

const Text = Type.String();

/** An item in a list. */
export const CiSummary = Type.Object({
  id: Text,
  ...CiKeys.properties,
  importedOnly: importedFields.importedOnly,
  updatedAt: Instant(),
});
export type CiSummary = Static<typeof CiSummary>;

/** Everything about one item. */
export const CiView = Type.Object({
  ...CiSummary.properties,
  external: importedFields.external,
  description: Maybe(Text),
  attributes: Type.Record(Text, Type.Unknown()),
  identities: Type.Array(CiIdentity),
  /** Whose word each field is: a source, or `manual`. */
  sources: Type.Record(Text, Text),
  relations: Type.Array(Type.Object({ kind: OneOf(RELATION_KINDS), target: Reference, since: Instant() })),
  registeredAt: Instant(),
  registeredBy: Reference,
  version: Type.Integer(),
});
export type CiView = Static<typeof CiView>;

/** One end of a relation as lists show it. */
export const RelationView = Type.Object({
  id: Text,
  kind: OneOf(RELATION_KINDS),
  source: Type.Object({ id: Text, number: Maybe(Text), name: Maybe(Text) }),
  target: Type.Object({ id: Text, number: Maybe(Text), name: Maybe(Text) }),
  from: Instant(),
  to: Maybe(Instant()),
});
export type RelationView = Static<typeof RelationView>;

/** One item that is affected, or needed. */
export const ImpactNode = Type.Object({
  id: Text,
  number: Text,
  name: Text,
  class: Text,
  stage: OneOf(CI_STAGES),
  status: OneOf(CI_STATUSES),
  criticality: Maybe(OneOf(CRITICALITIES)),
  /** Of a class of services. */
  service: Type.Boolean(),
  /** Installed, in use or in repair. */
  live: Type.Boolean(),
  depth: Type.Integer({ minimum: 1 }),
  /** A shortest way: ids from the item asked about to this one, both included. */
  path: Type.Array(Text),
});
export type ImpactNode = Static<typeof ImpactNode>;

/**
 * Counts are of all items within `depth`, also when `limit` or `only` leaves some out of `nodes`; the item asked about
 * counts nowhere.
 */
export const ImpactView = Type.Object({
  id: Text,
  number: Text,
  direction: Text,
  depth: Type.Integer(),
  asOf: Maybe(Instant()),
  nodes: Type.Array(ImpactNode, { description: 'Nearest first; of one depth, services first, then by id.' }),
  total: Type.Integer({ minimum: 0, description: 'How many are within the depth, listed or not.' }),
  byDepth: Type.Array(Type.Integer(), { description: 'How many are one step away, two, …' }),
  /** Services among all of them, by criticality; `none`: not said. */
  services: Type.Object({
    total: Type.Integer(),
    live: Type.Integer(),
    byCriticality: Type.Record(Text, Type.Integer()),
  }),
  truncated: Type.Boolean({ description: 'Not all nodes are listed.' }),
  complete: Type.Boolean({
    description: 'False: the search ended at 100,000 items, and counts what it found until then.',
  }),
});
export type ImpactView = Static<typeof ImpactView>;

import { Type, type Static } from '@sinclair/typebox';
import {
  Changed,
  HistoryEntry,
  Instant,
  Line,
  Maybe,
  Payload,
  STAFF,
  commandsOf,
  eventsOf,
  queriesOf,
  type EventOf,
} from '../kit';

const event = eventsOf('cmdb');
const command = commandsOf('cmdb', 'ciclasses');
const query = queriesOf('cmdb');

/** Id of the one record that holds all classes: they form a tree and are judged together. */
export const CI_CLASSES_ID = 'classes';

/** Names a class for ever: there is no command that changes it, and items and events refer to classes by it. */
export const ClassKey = Type.String({
  pattern: '^[a-z][a-z0-9_]{0,59}$',
  description: 'Key of the class.',
  examples: ['server'],
});
const AttributeName = '^[a-z][A-Za-z0-9_]{0,59}$';

/** Attributes a class adds to those it inherits: a JSON Schema each, within limits, and which of them are required. */
export const AttributeSchema = Payload({
  properties: Type.Record(
    Type.String({ pattern: AttributeName }),
    Type.Unsafe<Record<string, unknown>>({ type: 'object' }),
    { maxProperties: 100, description: 'JSON Schema per attribute; no references.' },
  ),
  required: Type.Optional(Type.Array(Type.String({ pattern: AttributeName }), { maxItems: 100, uniqueItems: true })),
});
export type AttributeSchema = Static<typeof AttributeSchema>;

/**
 * One kind of configuration item, as its definition was last stated; `schema` is what it adds to its parent's. A
 * parent of null: the root of the tree.
 */
export const CiClass = Type.Object({
  key: ClassKey,
  name: Line(100),
  parent: Maybe(ClassKey),
  abstract: Type.Boolean({ description: 'Only a heading in the tree: no item is of this class itself.' }),
  schema: AttributeSchema,
  /** Version of its own attributes: 1 for the first. */
  version: Type.Integer({ minimum: 1 }),
});
export type CiClass = Static<typeof CiClass>;

/** Recorded when a configuration manager defines one; the classes built in are there without a fact. */
export const CiClassDefined = event(
  'CiClassDefined',
  'There is a new class of configuration items.',
  Type.Object({ definition: CiClass }),
);

/** Also of a class built in. Recorded when name or schema differs; the place in the tree never changes. */
export const CiClassRevised = event(
  'CiClassRevised',
  'Name or attributes of a class changed; items keep what they have, and are checked by it when they change next.',
  Type.Object({
    key: ClassKey,
    version: Type.Integer({ minimum: 2 }),
    name: Changed(Line(100)),
    schema: Changed(AttributeSchema),
  }),
);

/** What is recorded of classes: all of it in one stream, so that a class and its ancestors are judged together. */
export const ciClassEvents = [CiClassDefined, CiClassRevised] as const;
/** A fact about the tree of classes. */
export type CiClassEvent = EventOf<(typeof ciClassEvents)[number]>;

const byManagers = { roles: ['config-manager'], singleton: CI_CLASSES_ID } as const;

/**
 * Refused for a key that is taken, an unknown parent, an attribute that an ancestor describes, a schema that cannot be
 * used, and beyond 500 classes.
 */
export const DefineCiClass = command('DefineCiClass', {
  ...byManagers,
  route: 'POST /v1/ci-classes',
  summary: 'Define a class of configuration items',
  description: 'It inherits every attribute of its parent; it may add others, and redefines none.',
  payload: Payload({
    key: ClassKey,
    name: Line(100),
    parent: ClassKey,
    schema: Type.Optional(AttributeSchema),
  }),
});

/**
 * Refused for an unknown class, an attribute that an ancestor or a descendant describes, and a schema that cannot be
 * used. The same again records nothing.
 */
export const ReviseCiClass = command('ReviseCiClass', {
  ...byManagers,
  route: 'POST /v1/ci-classes/revise',
  summary: 'Revise name or attributes of a class',
  description:
    'What is left out stays as it is. The schema replaces the class’s own; what it inherits is not its to change.',
  payload: Payload(
    { key: ClassKey, name: Type.Optional(Line(100)), schema: Type.Optional(AttributeSchema) },
    { minProperties: 2 },
  ),
});

/** How configuration managers change the tree: a class is added or revised, never moved or taken away. */
export const ciClassCommands = [DefineCiClass, ReviseCiClass] as const;

/** A class with everything it inherits. */
export const CiClassView = Type.Object({
  ...CiClass.properties,
  id: Type.String(),
  builtIn: Type.Boolean(),
  lineage: Type.Array(ClassKey, { description: 'From the root of the tree to the class itself.' }),
  effective: AttributeSchema,
});
export type CiClassView = Static<typeof CiClassView>;

const asOf = Type.Optional(Instant({ description: 'As it was at this instant.' }));

/** Before any fact, and at an `asOf` before it, the classes built in. */
export const ListCiClasses = query('ListCiClasses', {
  route: 'GET /v1/ci-classes',
  roles: STAFF,
  summary: 'All classes of configuration items, parents before children',
  params: Payload({ asOf }),
  result: Type.Object({ items: Type.Array(CiClassView) }),
});

/** Answers 404 for an unknown class, and for one that was not defined yet at `asOf`. */
export const GetCiClass = query('GetCiClass', {
  route: 'GET /v1/ci-classes/:id',
  roles: STAFF,
  summary: 'One class with the attributes it has and inherits',
  versioned: true,
  params: Payload({ id: Line(60, { description: 'Key of the class.' }), asOf }),
  result: CiClassView,
});

/** Empty for a class built in that nobody has revised; 404 for an unknown one. */
export const GetCiClassHistory = query('GetCiClassHistory', {
  route: 'GET /v1/ci-classes/:id/history',
  roles: STAFF,
  summary: 'Every fact about a class',
  params: Payload({ id: Line(60, { description: 'Key of the class.' }) }),
  result: Type.Object({ id: Type.String(), items: Type.Array(HistoryEntry) }),
});

/** What may be asked about classes; requesters may ask none of it. */
export const ciClassQueries = [ListCiClasses, GetCiClass, GetCiClassHistory] as const;

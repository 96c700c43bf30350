import { Type, type Static } from '@sinclair/typebox';
import {
  Instant,
  Line,
  Maybe,
  OneOf,
  PageOf,
  Payload,
  Prose,
  Reference,
  STAFF,
  commandsOf,
  eventsOf,
  listParams,
  queriesOf,
  type EventOf,
} from '../kit';
import { ClassKey } from './classes';

const { Optional } = Type;
const query = queriesOf('cmdb');

/** Which items are meant. */
const BaselineFilter = Payload({ class: Optional(ClassKey), environment: Optional(Line(60)) });

/**
 * Recorded once for a baseline: it is never renamed or moved. Nothing is copied, for the log has what was there then.
 */
export const BaselineNamed = eventsOf('cmdb')(
  'BaselineNamed',
  'An instant of the configuration was given a name, to be compared with others.',
  Type.Object({
    keys: Type.Object({ number: Line(40) }),
    name: Line(200),
    at: Type.String(),
    filter: BaselineFilter,
    note: Maybe(Prose(2000)),
  }),
);
/** What is recorded of one baseline: that it was named. */
export const baselineEvents = [BaselineNamed] as const;
/** The one fact about a baseline. */
export type BaselineEvent = EventOf<(typeof baselineEvents)[number]>;

/** Refused for an instant that lies ahead. Facts recorded later that occurred before it show in the baseline, too. */
export const NameBaseline = commandsOf('cmdb', 'baseline')('NameBaseline', {
  route: 'POST /v1/cmdb/baselines',
  roles: ['config-manager'],
  creates: true,
  summary: 'Make a baseline: give an instant of the configuration a name',
  payload: Payload({
    name: Line(200),
    at: Optional(Instant({ description: 'Default: now.' })),
    filter: Optional(BaselineFilter),
    note: Optional(Prose(2000)),
  }),
});

/** A named instant; `at` is the instant meant, not the one it was named at. An empty `filter`: every item. */
export const BaselineView = Type.Object({
  id: Type.String(),
  number: Type.String(),
  name: Type.String(),
  at: Instant(),
  filter: BaselineFilter,
  note: Maybe(Type.String()),
  namedBy: Reference,
  version: Type.Integer(),
});
export type BaselineView = Static<typeof BaselineView>;

/** Ordered by the instant they mean, not by when they were named. */
export const ListBaselines = query('ListBaselines', {
  route: 'GET /v1/cmdb/baselines',
  roles: STAFF,
  summary: 'Baselines, which are named instants of the configuration, the latest first',
  params: Payload({ ...listParams }),
  result: PageOf(BaselineView),
});

/** By id or number; 404 when there is none. */
export const GetBaseline = query('GetBaseline', {
  route: 'GET /v1/cmdb/baselines/:id',
  roles: STAFF,
  versioned: true,
  summary: 'One baseline: a named instant of the configuration',
  params: Payload({ id: Line(200) }),
  result: BaselineView,
});

/**
 * What may become different between two instants; of relations that of their source counts. Each field is compared at
 * the ends: to and fro is no difference.
 */
export const DIFFERENCE_KINDS = ['added', 'retired', 'changed', 'related', 'unrelated'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

const Moment = Line(200, { description: 'An instant, or id or number of a baseline.' });

/** Without `to` up to now. Answers 400 for what looks like an instant and is none, 404 for an unknown baseline. */
export const CompareConfiguration = query('CompareConfiguration', {
  route: 'GET /v1/cmdb/diff',
  roles: STAFF,
  summary: 'What became different between two instants or baselines',
  description: 'One kind of difference at a time; without class or environment, those of the baseline it ends with.',
  params: Payload({
    ...listParams,
    from: Moment,
    to: Optional(Moment),
    kind: OneOf(DIFFERENCE_KINDS),
    class: Optional(ClassKey),
    environment: Optional(Line(60)),
  }),
  result: Type.Object({
    from: Instant(),
    to: Instant(),
    kind: OneOf(DIFFERENCE_KINDS),
    total: Type.Integer(),
    items: Type.Array(
      Type.Object({
        id: Type.String({ description: 'Of the item; of a relation, of its source.' }),
        number: Type.String(),
        name: Type.String(),
        field: Maybe(Type.String({ description: 'What changed; of a relation, its kind.' })),
        before: Type.Unknown(),
        after: Type.Unknown(),
      }),
    ),
    next: Optional(Type.String()),
  }),
});

/**
 * Lacks a required attribute, has no lasting relation, had no news for so many days, or is the same as an item
 * registered before it.
 */
export const HEALTH_FINDINGS = ['incomplete', 'orphan', 'stale', 'duplicate'] as const;
export type HealthFinding = (typeof HEALTH_FINDINGS)[number];

const staleDays = Optional(Type.Integer({ minimum: 1, maximum: 3650, default: 60, description: 'Days without news.' }));
const ofClass = Optional(ClassKey);

/** As it is now. An item that has several findings counts once in each, so the figures do not add up to the items. */
export const GetCmdbHealth = query('GetCmdbHealth', {
  route: 'GET /v1/cmdb/health',
  roles: STAFF,
  summary: 'How complete, connected, fresh and free of duplicates the configuration is',
  description:
    'Of items that are not retired or disposed of. A duplicate is every item but the first with the same serial number, or with the same name and class.',
  params: Payload({ staleDays, class: ofClass }),
  result: Type.Object({
    items: Type.Integer(),
    incomplete: Type.Integer(),
    orphan: Type.Integer(),
    stale: Type.Integer(),
    duplicate: Type.Integer(),
  }),
});

/**
 * `missing` names required attributes; `confirmedAt` is when it last changed or was named by a source's batch. By
 * number.
 */
export const ListCmdbFindings = query('ListCmdbFindings', {
  route: 'GET /v1/cmdb/health/:finding',
  roles: STAFF,
  summary: 'The items behind a figure of health',
  params: Payload({ ...listParams, finding: OneOf(HEALTH_FINDINGS), staleDays, class: ofClass }),
  result: PageOf(
    Type.Object({
      id: Type.String(),
      number: Type.String(),
      name: Type.String(),
      class: Type.String(),
      missing: Type.Array(Type.String()),
      confirmedAt: Instant(),
    }),
  ),
});

/**
 * Depreciation is a straight line over `depreciationMonths` down to `salvageValue`. `licence` is null for other
 * classes; its installs are the items that use it then, or where none do, the attribute.
 */
export const GetAsset = query('GetAsset', {
  route: 'GET /v1/configuration-items/:id/asset',
  roles: STAFF,
  summary: 'What an item cost, what it is worth on a date, its warranty; of a licence, installs against entitlements',
  params: Payload({ id: Line(200), on: Optional(Instant({ description: 'Default: now.' })) }),
  result: Type.Object({
    id: Type.String(),
    number: Type.String(),
    on: Instant(),
    cost: Maybe(Type.Number()),
    currency: Maybe(Type.String()),
    value: Maybe(Type.Number({ description: 'Straight line from purchase; null when cost or date is not known.' })),
    depreciated: Maybe(Type.Number()),
    supplier: Maybe(Type.String()),
    purchaseDate: Maybe(Type.String()),
    warrantyEnd: Maybe(Type.String()),
    underWarranty: Maybe(Type.Boolean()),
    contract: Maybe(Type.String()),
    assignedTo: Maybe(Type.String()),
    location: Maybe(Type.String()),
    licence: Maybe(
      Type.Object({ entitlements: Maybe(Type.Integer()), installs: Type.Integer(), free: Maybe(Type.Integer()) }),
    ),
  }),
});

/** What may be asked of the configuration as a whole: baselines, differences, health and what assets are worth. */
export const comparisonQueries = [
  ListBaselines,
  GetBaseline,
  CompareConfiguration,
  GetCmdbHealth,
  ListCmdbFindings,
  GetAsset,
] as const;

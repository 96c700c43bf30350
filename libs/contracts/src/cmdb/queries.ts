import { Type } from '@sinclair/typebox';
import {
  AnyOf,
  HistoryEntry,
  ImportedFilter,
  Instant,
  Line,
  OneOf,
  PageOf,
  Payload,
  STAFF,
  SortedBy,
  listParams,
  queriesOf,
} from '../kit';
import { CI_STAGES, CI_STATUSES, CRITICALITIES, IMPACT_DIRECTIONS, RELATION_KINDS } from './lifecycle';
import { CiSummary, CiView, ImpactView, RelationView } from './views';

const query = queriesOf('cmdb');
const { Optional } = Type;
const id = Line(200, { description: 'Id, or number such as `CI0000042`.' });
const asOf = Optional(Instant({ description: 'As it was at this instant, by what is known of it now.' }));

/** Orders a list of items can have; ties are settled by id. */
export const CI_SORTS = ['number', 'name', 'updatedAt'] as const;
export type CiSort = (typeof CI_SORTS)[number];

/**
 * Filters narrow together; of several words for one filter any matches. With `asOf` the filter `imported` does not
 * narrow. Withdrawn items are not listed.
 */
export const ListConfigurationItems = query('ListConfigurationItems', {
  route: 'GET /v1/configuration-items',
  roles: STAFF,
  summary: 'Configuration items, filtered and sorted, now or as they were',
  params: Payload({
    ...listParams,
    asOf,
    class: Optional(Line(60, { description: 'Of this class or one below it.' })),
    stage: Optional(AnyOf(CI_STAGES)),
    status: Optional(AnyOf(CI_STATUSES)),
    criticality: Optional(AnyOf(CRITICALITIES)),
    environment: Optional(Line(60)),
    location: Optional(Line(200)),
    ownerId: Optional(Line(200)),
    ownerTeamId: Optional(Line(200)),
    supportTeamId: Optional(Line(200)),
    serial: Optional(Line(200)),
    number: Optional(Line(40, { examples: ['CI0000042'] })),
    name: Optional(Line(300, { description: 'Exactly, in upper or lower case.' })),
    imported: ImportedFilter,
    source: Optional(Line(100, { description: 'Known to this source; not together with `asOf`.' })),
    externalId: Optional(Line(200, { description: 'Its name there; only with `source`.' })),
    q: Optional(Line(100, { description: 'Words of name, number or serial, or beginnings of them.' })),
    sort: Optional(SortedBy(CI_SORTS, 'number')),
  }),
  result: PageOf(CiSummary),
});

/**
 * Answers 404 for an item that is unknown or withdrawn, and for one that was not there yet at `asOf`. Whose word
 * counts is told by the precedence of today.
 */
export const GetConfigurationItem = query('GetConfigurationItem', {
  route: 'GET /v1/configuration-items/:id',
  roles: STAFF,
  versioned: true,
  summary: 'One configuration item, now or as it was',
  params: Payload({ id, asOf }),
  result: CiView,
});

/**
 * By its id also of a withdrawn item; with relations it is the source of, not those it is the target of. 404 when
 * unknown.
 */
export const GetConfigurationItemHistory = query('GetConfigurationItemHistory', {
  route: 'GET /v1/configuration-items/:id/history',
  roles: STAFF,
  summary: 'Every fact about a configuration item, in the order recorded',
  params: Payload({ id }),
  result: Type.Object({ id: Type.String(), number: Type.String(), items: Type.Array(HistoryEntry) }),
});

/** Without `asOf` those that last; periods are half open, `[from, to)`. 404 for an unknown item. */
export const ListRelations = query('ListRelations', {
  route: 'GET /v1/configuration-items/:id/relations',
  roles: STAFF,
  summary: 'Relations of an item in both directions, now or as they were',
  params: Payload({ ...listParams, id, asOf, kind: Optional(OneOf(RELATION_KINDS)) }),
  result: PageOf(RelationView),
});

/**
 * Circles are walked once; each item is told at its shortest distance. 404 for an item that is unknown, or was not
 * there at `asOf`.
 */
export const GetImpact = query('GetImpact', {
  route: 'GET /v1/configuration-items/:id/impact',
  roles: STAFF,
  summary: 'Who is affected if this item fails, or what it needs',
  description:
    'Upstream: what needs it, directly or by way of others. Downstream: what it needs. Each with a shortest way there. ' +
    'A whole needs its parts, and what is backed up its backup; every other relation’s source needs its target.',
  params: Payload({
    id,
    direction: Optional(OneOf(IMPACT_DIRECTIONS, { default: 'upstream' })),
    depth: Optional(Type.Integer({ minimum: 1, maximum: 20, default: 10 })),
    kinds: Optional(AnyOf(RELATION_KINDS)),
    only: Optional(OneOf(['services'] as const, { description: 'Nodes of a class of services, no others.' })),
    limit: Optional(Type.Integer({ minimum: 1, maximum: 5000, default: 100, description: 'Nodes in the answer.' })),
    asOf,
  }),
  result: ImpactView,
});

/** What may be asked about items and how they hang together; requesters may ask none of it. */
export const configurationItemQueries = [
  ListConfigurationItems,
  GetConfigurationItem,
  GetConfigurationItemHistory,
  ListRelations,
  GetImpact,
] as const;

import { Type, type Static } from '@sinclair/typebox';
import {
  HistoryEntry,
  Id,
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
import { RELATION_KINDS } from './lifecycle';
import { ItemCandidate, SourceRow } from './reconciliation';

const event = eventsOf('cmdb');
const query = queriesOf('cmdb');
const { Optional } = Type;
const byManagers = { roles: ['config-manager'] } as const;

/**
 * Rows that could mean several items, each a record of its own until somebody decides; `refused`: the item did not take
 * over what a row was decided to say of it.
 */
export const QUARANTINE_STATES = ['open', 'resolved', 'refused', 'dismissed'] as const;
export type QuarantineState = (typeof QUARANTINE_STATES)[number];
const QuarantineKeys = Type.Object({ number: Line(40), state: OneOf(QUARANTINE_STATES), source: Line(100) });
const held = {
  keys: QuarantineKeys,
  batch: Type.String(),
  row: Type.Integer(),
  said: SourceRow,
  reasons: Type.Array(Type.String()),
  candidates: Type.Array(ItemCandidate),
};

/** Recorded by a process; again, reopening the row, when the source says something else of the same item. */
export const RowQuarantined = event(
  'RowQuarantined',
  'A source row could mean several items, or none for sure: somebody has to decide.',
  Type.Object(held),
);
/** A relation of a batch that can be made now that a quarantined row is decided about. */
export const RelationInWaiting = Type.Object({
  batch: Type.String(),
  row: Type.Integer({ description: 'Its place in the batch.' }),
  source: Line(100),
  kind: OneOf(RELATION_KINDS),
  sourceId: Type.String(),
  target: Reference,
});
export type RelationInWaiting = Static<typeof RelationInWaiting>;

/** Recorded when a configuration manager decides; a process then lets the item take over what the row says, and makes the relations. */
export const QuarantinedRowResolved = event(
  'QuarantinedRowResolved',
  'Somebody decided which item a quarantined row means.',
  Type.Object({
    ...held,
    itemId: Type.String(),
    created: Type.Boolean(),
    relations: Type.Optional(Type.Array(RelationInWaiting, { description: 'Those that waited for it; none is none.' })),
  }),
);
/** Recorded when a configuration manager decides so, or by a process when the batch is undone while the row is open. */
export const QuarantinedRowDismissed = event(
  'QuarantinedRowDismissed',
  'Nothing is done about a quarantined row.',
  Type.Object({ keys: QuarantineKeys, reason: Maybe(Prose(2000)) }),
);
/** Recorded by a process when the item refuses: what it is about had changed since the batch was planned. */
export const QuarantinedRowRefused = event(
  'QuarantinedRowRefused',
  'The item that somebody chose did not take over what a quarantined row says.',
  Type.Object({
    keys: QuarantineKeys,
    batch: Type.String(),
    row: Type.Integer(),
    itemId: Type.String(),
    code: Type.String(),
    reason: Type.String(),
  }),
);
/** What is recorded of one quarantined row: each name a source has for an item has one such record. */
export const quarantineEvents = [
  RowQuarantined,
  QuarantinedRowResolved,
  QuarantinedRowRefused,
  QuarantinedRowDismissed,
] as const;
/** Every fact about one quarantined row. */
export type QuarantineEvent = EventOf<(typeof quarantineEvents)[number]>;

const quarantined = commandsOf('cmdb', 'quarantinedrow');
/** Sent by a process; the same row again records nothing, also once somebody has decided about it, unless that was refused. */
export const QuarantineRow = quarantined('QuarantineRow', {
  roles: [],
  creates: 'or-extends',
  summary: 'Keep a row until somebody decides what it means',
  payload: Type.Object({
    batch: Type.String(),
    row: Type.Integer(),
    said: SourceRow,
    reasons: Type.Array(Type.String()),
    candidates: Type.Array(ItemCandidate),
  }),
});
/**
 * Refused for a row that is unknown or decided, for an item that is unknown, and where another item has the row's identity
 * already; any item may be chosen otherwise, not the candidates alone.
 */
export const ResolveQuarantinedRow = quarantined('ResolveQuarantinedRow', {
  ...byManagers,
  route: 'POST /v1/cmdb/quarantine/:id/resolve',
  summary: 'Say which item a quarantined row means, or that it is a new one',
  payload: Payload({
    itemId: Optional(Id({ description: 'Left out: a new item is made of it.' })),
  }),
});
/**
 * Refused for a row that is unknown or decided. Another row of the same name, one that says something else, opens it
 * again.
 */
export const DismissQuarantinedRow = quarantined('DismissQuarantinedRow', {
  ...byManagers,
  route: 'POST /v1/cmdb/quarantine/:id/dismiss',
  summary: 'Do nothing about a quarantined row; the same row is not quarantined again',
  payload: Payload({ reason: Optional(Prose(2000)) }),
});
/** Sent by a process; records nothing once the row is another than the one that was resolved. */
export const ReportQuarantinedRowRefused = quarantined('ReportQuarantinedRowRefused', {
  roles: [],
  summary: 'Note that the item refused what a quarantined row says of it',
  payload: Type.Object({
    batch: Type.String(),
    row: Type.Integer(),
    itemId: Type.String(),
    code: Type.String(),
    reason: Type.String(),
  }),
});
/** How a row gets into quarantine, by a process, and out of it, by people. */
export const quarantineCommands = [
  QuarantineRow,
  ResolveQuarantinedRow,
  ReportQuarantinedRowRefused,
  DismissQuarantinedRow,
] as const;

/**
 * `row` is its place in `batch`, from 1; `itemId` is null unless it is resolved. The last of `reasons` says why it was
 * refused, and what to do.
 */
export const QuarantinedRowView = Type.Object({
  id: Type.String(),
  number: Type.String(),
  state: OneOf(QUARANTINE_STATES),
  batch: Type.String(),
  row: Type.Integer(),
  said: SourceRow,
  reasons: Type.Array(Type.String()),
  candidates: Type.Array(ItemCandidate),
  itemId: Maybe(Type.String()),
  quarantinedAt: Instant(),
  version: Type.Integer(),
});
export type QuarantinedRowView = Static<typeof QuarantinedRowView>;
const rowId = Line(200, { description: 'Id or number of a quarantined row.' });
/** Without `state` also those that are decided; by when each was quarantined last. */
export const ListQuarantinedRows = query('ListQuarantinedRows', {
  route: 'GET /v1/cmdb/quarantine',
  roles: STAFF,
  summary: 'Rows of batches that could mean several items, the longest in quarantine first',
  params: Payload({
    ...listParams,
    state: Optional(
      OneOf(QUARANTINE_STATES, { description: '`open`: nobody has decided about the row yet. Default: all.' }),
    ),
    source: Optional(Line(100, { description: 'The system that sent the row.' })),
  }),
  result: PageOf(QuarantinedRowView),
});
/** Candidates as they were when it was quarantined. 404 for one that is unknown, or was not there yet at `asOf`. */
export const GetQuarantinedRow = query('GetQuarantinedRow', {
  route: 'GET /v1/cmdb/quarantine/:id',
  roles: STAFF,
  versioned: true,
  summary: 'One quarantined row with the items it could mean',
  params: Payload({ id: rowId, asOf: Optional(Instant()) }),
  result: QuarantinedRowView,
});
/** By id or number; 404 when unknown. */
export const GetQuarantinedRowHistory = query('GetQuarantinedRowHistory', {
  route: 'GET /v1/cmdb/quarantine/:id/history',
  roles: STAFF,
  summary: 'Every fact about a quarantined row',
  params: Payload({ id: rowId }),
  result: Type.Object({ id: Type.String(), number: Type.String(), items: Type.Array(HistoryEntry) }),
});
/** What may be asked about quarantine; requesters may ask none of it. */
export const quarantineQueries = [ListQuarantinedRows, GetQuarantinedRow, GetQuarantinedRowHistory] as const;

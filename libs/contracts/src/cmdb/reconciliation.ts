import { Type, type Static } from '@sinclair/typebox';
import {
  HistoryEntry,
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
import { Attributes, describedFields } from './commands';
import { FieldChanges } from './events';
import { RELATION_KINDS } from './lifecycle';

const event = eventsOf('cmdb');
const query = queriesOf('cmdb');
const { Optional } = Type;

/** What a source says of one item. */
export const SourceRow = Payload({
  source: Line(100, { description: 'The system that says so, e.g. `vcenter`.' }),
  externalId: Line(200, { description: 'What it calls the item.' }),
  class: ClassKey,
  name: Line(300),
  ...describedFields,
  attributes: Optional(Attributes),
});
export type SourceRow = Static<typeof SourceRow>;

/** What a source says of two items, by its own names of them. */
export const SourceRelation = Payload({
  source: Line(100),
  from: Line(200),
  kind: OneOf(RELATION_KINDS),
  to: Line(200),
});
export type SourceRelation = Static<typeof SourceRelation>;

/**
 * What becomes of a row: `quarantine` waits for somebody's decision, `reject` has values that do not fit its class, or
 * was refused when its turn came.
 */
export const ROW_ACTIONS = ['create', 'update', 'unchanged', 'quarantine', 'reject'] as const;
export type RowAction = (typeof ROW_ACTIONS)[number];
/**
 * What becomes of a stated relation: `quarantine` waits for what somebody decides about an end of it, `reject` names an item its source has not told of, or the same item twice, or one
 * that was not there when its turn came. None is ever ended by a batch.
 */
export const RELATION_ACTIONS = ['relate', 'unchanged', 'quarantine', 'reject'] as const;

/** An item that a row could mean. */
export const ItemCandidate = Type.Object({ id: Type.String(), number: Type.String(), name: Type.String() });

/** What becomes of a row, and why. */
export const RowOutcome = Type.Object({
  row: Type.Integer({ minimum: 1, description: 'Its place in the batch, from 1.' }),
  action: OneOf(ROW_ACTIONS),
  itemId: Maybe(Type.String()),
  /** The rule that found the item. */
  by: Maybe(OneOf(['serial', 'identity', 'name'])),
  changes: FieldChanges,
  reasons: Type.Array(Type.String()),
  candidates: Type.Array(ItemCandidate),
  said: SourceRow,
});
export type RowOutcome = Static<typeof RowOutcome>;

/**
 * What becomes of a stated relation, and why; `sourceId` and `target` are null when the source's name means no item.
 */
export const RelationOutcome = Type.Object({
  row: Type.Integer({ minimum: 1 }),
  action: OneOf(RELATION_ACTIONS),
  sourceId: Maybe(Type.String()),
  target: Maybe(Reference),
  reasons: Type.Array(Type.String()),
  said: SourceRelation,
});
export type RelationOutcome = Static<typeof RelationOutcome>;

const Label = Line(100, { description: 'Names an import of several batches, so that it can be undone as one.' });
const BatchKeys = Type.Object({ number: Line(40), dryRun: Type.Boolean(), label: Maybe(Label) });

/** Recorded once, first, by a dry run as well; a process then carries it out, one order per item. */
export const ReconciliationPlanned = event(
  'ReconciliationPlanned',
  'A batch of source rows was compared with what is known; unless it is a dry run, it is carried out.',
  Type.Object({ keys: BatchKeys, rows: Type.Array(RowOutcome), relations: Type.Array(RelationOutcome) }),
);
/** Recorded when somebody asks for it; a process then restores `items` and dismisses what is still `quarantined`. */
export const ReconciliationUndone = event(
  'ReconciliationUndone',
  'What a batch said is taken back, save what has changed since.',
  Type.Object({
    keys: BatchKeys,
    reason: Maybe(Prose(2000)),
    items: Type.Array(Type.String()),
    quarantined: Type.Array(Type.String()),
  }),
);
/** Recorded by a process, for each item that refused its part: it had changed between the plan and its turn. */
export const ReconciliationPartRefused = event(
  'ReconciliationPartRefused',
  'What a batch says of one item could not be taken over when its turn came: its rows count as rejected.',
  Type.Object({
    keys: BatchKeys,
    itemId: Type.String(),
    rows: Type.Array(
      Type.Object({ row: Type.Integer(), was: OneOf(ROW_ACTIONS, { description: 'What was to become of it.' }) }),
    ),
    relations: Type.Array(Type.Integer(), { description: 'Places of those that were to be related.' }),
    waited: Type.Optional(
      Type.Array(Type.Integer(), { description: 'Those of them that had waited for a quarantined row.' }),
    ),
    quarantined: Type.Optional(
      Type.Array(Type.Object({ row: Type.Integer(), id: Type.String() }), {
        description: 'Those of the rows that somebody had decided about in quarantine, with their records there.',
      }),
    ),
    code: Type.String(),
    reason: Type.String(),
  }),
);
/**
 * Recorded by a process once every item has answered, and again for an item that answered once the batch was undone.
 * Batches of which nothing had to be done have none, nor have those that were carried out before this was recorded. A
 * process then restores the items in `restore`.
 */
export const ReconciliationCarriedOut = event(
  'ReconciliationCarriedOut',
  'Everything that a batch says was taken over or refused.',
  Type.Object({
    keys: BatchKeys,
    leftOut: Type.Array(Type.Object({ row: Type.Integer(), reason: Type.String() }), {
      description: 'Relations that were not made: the item to be related to was not there when their turn came.',
    }),
    restore: Type.Array(Type.String(), { description: 'Items that took it over, if it was undone meanwhile.' }),
  }),
);
/**
 * What is recorded of one batch: its plan, what of it was refused, its end, its undoing. What it did is recorded with
 * the items.
 */
export const reconciliationEvents = [
  ReconciliationPlanned,
  ReconciliationPartRefused,
  ReconciliationCarriedOut,
  ReconciliationUndone,
] as const;
/** Every fact about one batch of source rows. */
export type ReconciliationEvent = EventOf<(typeof reconciliationEvents)[number]>;

const batch = commandsOf('cmdb', 'reconciliation');
const byManagers = { roles: ['config-manager'] } as const;

/** Refused for a batch without rows and relations; a row that cannot be used is rejected by itself, with reasons. */
export const SubmitReconciliation = batch('SubmitReconciliation', {
  ...byManagers,
  route: 'POST /v1/cmdb/reconciliations',
  creates: true,
  summary: 'Compare what sources say with what is known, and bring it up to date',
  description:
    'Items are found by serial number, then by source and external id, then by name and class. Rows that could mean several items are quarantined. The order of rows does not matter. A dry run only tells what would be done.',
  payload: Payload({
    dryRun: Optional(Type.Boolean({ default: false })),
    label: Optional(Label),
    rows: Type.Array(SourceRow, { maxItems: 200 }),
    relations: Optional(Type.Array(SourceRelation, { maxItems: 500 })),
  }),
});
/**
 * Also takes back what its quarantined rows were decided to mean. Refused for a dry run; undoing again records
 * nothing.
 */
export const UndoReconciliation = batch('UndoReconciliation', {
  ...byManagers,
  route: 'POST /v1/cmdb/reconciliations/:id/undo',
  summary: 'Take back what a batch said',
  description: 'Fields get back what they had; what has changed since stays and is reported.',
  payload: Payload({ reason: Optional(Prose(2000)) }),
});

/** Sent by a process in place of an order that an item refused; what is told as rejected already records nothing. */
export const ReportReconciliationRefused = batch('ReportReconciliationRefused', {
  roles: [],
  summary: 'Note that what a batch says of one item was refused',
  payload: Type.Object({
    itemId: Type.String(),
    rows: Type.Array(Type.Integer(), { maxItems: 200 }),
    relations: Type.Array(Type.Integer(), { maxItems: 500 }),
    code: Type.String(),
    reason: Type.String(),
  }),
});

/**
 * Sent by a process when all its orders for a batch are answered; again, it records nothing unless the batch was undone.
 * With an item, when that has taken over what one of the batch's quarantined rows was decided to mean: recorded only if
 * the batch was undone.
 */
export const ReportReconciliationCarriedOut = batch('ReportReconciliationCarriedOut', {
  roles: [],
  summary: 'Note that everything a batch says was taken over or refused',
  payload: Type.Object({ itemId: Type.Optional(Type.String()) }),
});

const item = commandsOf('cmdb', 'configurationitem');
const Statement = Type.Object({ row: Type.Integer({ minimum: 0 }), said: SourceRow });

/** Commands of reconciliation to one item. */
export const ReconcileConfigurationItem = item('ReconcileConfigurationItem', {
  roles: [],
  creates: 'or-extends',
  summary: 'Take over what a batch says of one item',
  payload: Type.Object({
    batch: Type.String(),
    chosen: Type.Optional(
      Type.Boolean({ description: 'Somebody chose the item: the source may have called it something else.' }),
    ),
    statements: Type.Array(Statement, { maxItems: 200 }),
    waited: Optional(
      Type.Boolean({
        description: 'The relations had waited in quarantine: one whose target is not there is refused, not left out.',
      }),
    ),
    relations: Type.Array(
      Type.Object({ row: Type.Integer(), source: Line(100), kind: OneOf(RELATION_KINDS), target: Reference }),
      { maxItems: 500 },
    ),
  }),
});
/**
 * Sent by a process for each item of an undone batch, and again if the batch was under way when it was undone; nothing is
 * recorded where the batch said nothing, or nothing since it was restored. An item that only the batch knows is withdrawn.
 */
export const RestoreConfigurationItem = item('RestoreConfigurationItem', {
  roles: [],
  summary: 'Take back what a batch said of one item',
  payload: Type.Object({ batch: Type.String() }),
});
/** How batches are submitted and undone, by people, and carried out, by processes; the latter name no route. */
export const reconciliationCommands = [
  SubmitReconciliation,
  UndoReconciliation,
  ReportReconciliationRefused,
  ReportReconciliationCarriedOut,
  ReconcileConfigurationItem,
  RestoreConfigurationItem,
] as const;

/** Effects of a batch on one item, as the log has them. */
const Effect = Type.Object({
  itemId: Type.String(),
  applied: Type.Boolean(),
  undone: Type.Boolean(),
  skipped: Type.Array(Type.Object({ field: Type.String(), because: Type.String() })),
});
/**
 * `applying` and `undoing` end when every item it touches has its facts; `counts` has `relate`, `relation unchanged`,
 * `relation quarantine` and `relation reject` beside the actions of rows.
 */
export const ReconciliationView = Type.Object({
  id: Type.String(),
  number: Type.String(),
  dryRun: Type.Boolean(),
  label: Maybe(Type.String()),
  state: OneOf(['dry_run', 'applying', 'applied', 'undoing', 'undone']),
  submittedAt: Instant(),
  submittedBy: Reference,
  counts: Type.Record(Type.String(), Type.Integer()),
  rows: Type.Array(RowOutcome),
  relations: Type.Array(RelationOutcome),
  effects: Type.Array(Effect),
  version: Type.Integer(),
});
export type ReconciliationView = Static<typeof ReconciliationView>;

/** A batch in a list: `counts` by action say how it went, without rows or effects. */
export const ReconciliationSummary = Type.Object({
  id: Type.String(),
  number: Type.String(),
  dryRun: Type.Boolean(),
  label: Maybe(Type.String()),
  undone: Type.Boolean(),
  submittedAt: Instant(),
  submittedBy: Reference,
  counts: Type.Record(Type.String(), Type.Integer()),
});
export type ReconciliationSummary = Static<typeof ReconciliationSummary>;

const id = Line(200, { description: 'Id or number of a reconciliation.' });
/** Dry runs and undone ones among them; `label` finds all batches of one import. */
export const ListReconciliations = query('ListReconciliations', {
  route: 'GET /v1/cmdb/reconciliations',
  roles: STAFF,
  summary: 'Reconciliations, the latest first',
  params: Payload({ ...listParams, dryRun: Optional(Type.Boolean()), label: Optional(Label) }),
  result: PageOf(ReconciliationSummary),
});
/** How far it is carried out is read from the items' own facts. 404 when unknown. */
export const GetReconciliation = query('GetReconciliation', {
  route: 'GET /v1/cmdb/reconciliations/:id',
  roles: STAFF,
  versioned: true,
  summary: 'What a batch said, what became of each row, and what was undone',
  params: Payload({ id }),
  result: ReconciliationView,
});
/** By id or number; 404 when unknown. What it did to each item is in the history of that item. */
export const GetReconciliationHistory = query('GetReconciliationHistory', {
  route: 'GET /v1/cmdb/reconciliations/:id/history',
  roles: STAFF,
  summary: 'Every fact about a reconciliation',
  params: Payload({ id }),
  result: Type.Object({ id: Type.String(), number: Type.String(), items: Type.Array(HistoryEntry) }),
});
/** What may be asked about batches; requesters may ask none of it. */
export const reconciliationQueries = [ListReconciliations, GetReconciliation, GetReconciliationHistory] as const;

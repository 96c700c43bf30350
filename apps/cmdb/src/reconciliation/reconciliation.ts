import type {
  CommandOf,
  ReconciliationEvent,
  Reference,
  RelationOutcome,
  ReportReconciliationCarriedOut,
  ReportReconciliationRefused,
  RowOutcome,
  SubmitReconciliation,
  UndoReconciliation,
} from '@opsledger/contracts';
import { RecordNotFound, Refusal, aggregate, existingOr } from '@opsledger/event-sourcing';
import { v5 as uuid5 } from 'uuid';
import type { Item } from '../item/item-state';
import { planReconciliation, reconciledItemId, type Known as KnownItems } from './plan';

export type ReconciliationRefusal = 'reconciliation-empty' | 'reconciliation-dry';

export interface SubmitLookups extends Omit<KnownItems, 'now'> {
  readonly number: string;
}

export interface CarriedOutLookups {
  /** By id, the items that the batch relates, as they are now. */
  readonly items: ReadonlyMap<string, Item | undefined>;
}

export type Reconciliation =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'planned' | 'undone';
      readonly number: string;
      readonly dryRun: boolean;
      readonly label: string | null;
      readonly rows: readonly RowOutcome[];
      readonly relations: readonly RelationOutcome[];
      /** Nothing of it is under way any more. */
      readonly carriedOut: boolean;
      /** Items the undoing was about. */
      readonly restored: readonly string[];
    };
type Known = Exclude<Reconciliation, { status: 'unknown' }>;

const existing = existingOr(
  (state: Reconciliation): state is Known => state.status !== 'unknown',
  (id) => new RecordNotFound('reconciliation', id),
);

export interface UndoLookups {
  /** Items that quarantined rows of the batch were decided to mean, and those that were related when one was. */
  readonly resolved: readonly string[];
}

function submitReconciliation({
  data: { dryRun = false, label: named, rows, relations = [] },
  now,
  lookups,
}: CommandOf<typeof SubmitReconciliation, SubmitLookups>): ReconciliationEvent[] {
  if (rows.length + relations.length === 0)
    throw new Refusal('reconciliation-empty', 'The batch has neither rows nor relations. Give some.');
  const label = named ?? null;
  const plan = planReconciliation({ rows, relations }, { ...lookups, now });
  return [{ type: 'ReconciliationPlanned', data: { keys: { number: lookups.number, dryRun, label }, ...plan } }];
}

function undoReconciliation(
  { data, lookups }: CommandOf<typeof UndoReconciliation, UndoLookups>,
  state: Known,
): ReconciliationEvent[] {
  if (state.status === 'undone') return [];
  const { number, dryRun, label, rows } = state;
  if (dryRun)
    throw new Refusal('reconciliation-dry', `${number} was a dry run: it changed nothing that could be taken back.`);
  const quarantined = quarantinedRows(rows);
  const items = [...new Set([...touchedItems(state), ...lookups.resolved])];
  return [
    {
      type: 'ReconciliationUndone',
      data: { keys: { number, dryRun, label }, reason: data.reason ?? null, items, quarantined },
    },
  ];
}

/** An item may have changed between plan and deed; what was planned for it is told as rejected, and the batch ends. */
function reportRefused({ data }: CommandOf<typeof ReportReconciliationRefused>, state: Known): ReconciliationEvent[] {
  const rows = state.rows.filter(({ row, action }) => data.rows.includes(row) && action !== 'reject');
  const relations = state.relations.filter(({ row, action }) => data.relations.includes(row) && action !== 'reject');
  if (rows.length + relations.length === 0) return [];
  const { number, dryRun, label } = state;
  return [
    {
      type: 'ReconciliationPartRefused',
      data: {
        ...data,
        keys: { number, dryRun, label },
        rows: rows.map(({ row, action }) => ({ row, was: action })),
        relations: relations.map(({ row }) => row),
        waited: relations.filter(isQuarantined).map(({ row }) => row),
        quarantined: rows.filter(isQuarantined).map(({ row, said }) => ({ row, id: quarantinedRowId(said) })),
        reason: relations.map(({ sourceId }) => missing(state, sourceId!)).find(Boolean) ?? data.reason,
      },
    },
  ];
}

const isQuarantined = ({ action }: { readonly action: string }): boolean => action === 'quarantine';

/** Why an item is not there that the batch itself was to bring. */
function missing({ rows }: Known, itemId: string): string | undefined {
  const row = rows.find(({ action, said }) => action === 'reject' && reconciledItemId(said) === itemId);
  return (
    row &&
    `Row ${row.row}, which was to bring ${row.said.externalId}, was rejected: ${row.reasons.at(-1)} Put it right and submit both again.`
  );
}

/** Relations that a batch is to make. */
export const statedRelations = (relations: readonly RelationOutcome[]): StatedRelation[] =>
  relations.filter((one): one is StatedRelation => one.action === 'relate');

type StatedRelation = RelationOutcome & { readonly sourceId: string; readonly target: Reference };

/** Whatever was taken over after the batch had been undone is taken back, though another part of it ended before. */
function reportCarriedOut(
  { data, lookups: { items } }: CommandOf<typeof ReportReconciliationCarriedOut, CarriedOutLookups>,
  state: Known,
): ReconciliationEvent[] {
  const { number, dryRun, label } = state;
  const isUndone = state.status === 'undone';
  if (data.itemId !== undefined) {
    if (!isUndone) return [];
    const restore = [data.itemId];
    return [{ type: 'ReconciliationCarriedOut', data: { keys: { number, dryRun, label }, leftOut: [], restore } }];
  }
  if (state.carriedOut && !isUndone) return [];
  const leftOut = statedRelations(state.relations)
    .filter((one) => !isUndone && !isMade(one, items.get(one.sourceId)))
    .map((one) => ({ row: one.row, reason: whyLeftOut(state, one, items.get(one.target.id)) }));
  const restore = isUndone ? touchedItems(state) : [];
  return [{ type: 'ReconciliationCarriedOut', data: { keys: { number, dryRun, label }, leftOut, restore } }];
}

/** Also when it has ended since. */
const isMade = ({ said, target }: StatedRelation, source: Item | undefined): boolean =>
  source?.status === 'known' &&
  source.relations.some((one) => one.kind === said.kind && one.target.id === target.id && one.since !== one.until);

function whyLeftOut(state: Known, { said, target }: StatedRelation, now: Item | undefined): string {
  const why = missing(state, target.id);
  if (why) return why;
  const gone =
    now?.status === 'withdrawn' ? `${now.number} was withdrawn after the batch was planned` : 'it was not there';
  return `${said.from} is not related to ${said.to} (${target.name}): ${gone}. Submit its row and the relation again.`;
}

function without(
  relations: readonly RelationOutcome[],
  leftOut: readonly { readonly row: number; readonly reason: string }[],
): readonly RelationOutcome[] {
  const reasons = new Map(leftOut.map(({ row, reason }) => [row, reason]));
  return relations.map((one) => {
    const reason = reasons.get(one.row);
    return reason === undefined ? one : { ...one, action: 'reject', reasons: [...one.reasons, reason] };
  });
}

type PartRefused = Extract<ReconciliationEvent, { type: 'ReconciliationPartRefused' }>;

function afterRefusal(state: Known, { data: { rows, relations, reason } }: PartRefused): Known {
  const refused = new Set(rows.map(({ row }) => row));
  return {
    ...state,
    rows: state.rows.map((one) =>
      refused.has(one.row) ? { ...one, action: 'reject', itemId: null, reasons: [...one.reasons, reason] } : one,
    ),
    relations: state.relations.map((one) =>
      relations.includes(one.row) ? { ...one, action: 'reject', reasons: [...one.reasons, reason] } : one,
    ),
  };
}

/** Records of the rows of a batch that were quarantined. */
export const quarantinedRows = (rows: readonly RowOutcome[]): string[] =>
  rows.filter(isQuarantined).map(({ said }) => quarantinedRowId(said));

/** The record a source's row is quarantined in. */
export const quarantinedRowId = (said: Pick<RowOutcome['said'], 'source' | 'externalId'>): string =>
  uuid5('quarantine', reconciledItemId(said));

/** What a batch that is being carried out says of items: of some of them it may be known already. */
export const rowsUnderWay = (state: Reconciliation): StatedRow[] =>
  state.status === 'planned' && !state.dryRun && !state.carriedOut ? spokenRows(state.rows) : [];

type StatedRow = RowOutcome & { readonly itemId: string };

/** Rows that say something new of an item. */
export const spokenRows = (rows: readonly RowOutcome[]): StatedRow[] =>
  rows.filter((one): one is StatedRow => one.action === 'create' || one.action === 'update');

/** Ids of the items a batch says something new of. */
export function touchedItems({
  rows,
  relations,
}: {
  readonly rows: readonly RowOutcome[];
  readonly relations: readonly RelationOutcome[];
}): string[] {
  const spoken = spokenRows(rows).map(({ itemId }) => itemId);
  const related = relations.filter(({ action }) => action === 'relate').map(({ sourceId }) => sourceId!);
  return [...new Set([...spoken, ...related])];
}

/** A batch of rows that sources say, with what was found to be done about each. */
export const reconciliation = aggregate<Reconciliation, ReconciliationEvent>({
  category: 'reconciliation',
  initial: { status: 'unknown' },
  evolve: (state, event) => {
    if (event.type === 'ReconciliationPlanned') {
      const { keys, rows, relations } = event.data;
      return { status: 'planned', ...keys, rows, relations, carriedOut: false, restored: [] };
    }
    if (state.status === 'unknown') return state;
    switch (event.type) {
      case 'ReconciliationUndone':
        return { ...state, status: 'undone', restored: event.data.items };
      case 'ReconciliationCarriedOut':
        return {
          ...state,
          carriedOut: true,
          relations: without(state.relations, event.data.leftOut),
          restored: [...state.restored, ...event.data.restore],
        };
      case 'ReconciliationPartRefused':
        return afterRefusal(state, event);
      default:
        return event satisfies never;
    }
  },
  decisions: {
    SubmitReconciliation: submitReconciliation,
    UndoReconciliation: existing(undoReconciliation),
    ReportReconciliationRefused: existing(reportRefused),
    ReportReconciliationCarriedOut: existing(reportCarriedOut),
  },
});

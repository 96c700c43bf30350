import type {
  CommandOf,
  ReconciliationEvent,
  RelationOutcome,
  RowOutcome,
  SubmitReconciliation,
  UndoReconciliation,
} from '@opsledger/contracts';
import { Refusal, aggregate } from '@opsledger/event-sourcing';
import { v5 as uuid5 } from 'uuid';
import { planReconciliation, reconciledItemId, type Known } from './plan';

export type ReconciliationRefusal = 'reconciliation-not-found' | 'reconciliation-empty' | 'reconciliation-dry';

export interface SubmitLookups extends Omit<Known, 'now'> {
  readonly number: string;
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
    };

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
  { id, data }: CommandOf<typeof UndoReconciliation>,
  state: Reconciliation,
): ReconciliationEvent[] {
  if (state.status === 'unknown')
    throw new Refusal('reconciliation-not-found', `There is no reconciliation ${id}. Check the id.`);
  if (state.status === 'undone') return [];
  const { number, dryRun, label, rows } = state;
  if (dryRun)
    throw new Refusal('reconciliation-dry', `${number} was a dry run: it changed nothing that could be taken back.`);
  const quarantined = rows.filter(({ action }) => action === 'quarantine').map(({ said }) => quarantinedRowId(said));
  const items = touchedItems(state);
  return [
    {
      type: 'ReconciliationUndone',
      data: { keys: { number, dryRun, label }, reason: data.reason ?? null, items, quarantined },
    },
  ];
}

/** The record a source's row is quarantined in. */
export const quarantinedRowId = (said: RowOutcome['said']): string => uuid5('quarantine', reconciledItemId(said));

/** Ids of the items a batch says something new of. */
export function touchedItems({
  rows,
  relations,
}: {
  readonly rows: readonly RowOutcome[];
  readonly relations: readonly RelationOutcome[];
}): string[] {
  const spoken = rows.filter(({ action }) => action === 'create' || action === 'update').map(({ itemId }) => itemId!);
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
      return { status: 'planned', ...keys, rows, relations };
    }
    return state.status === 'unknown' ? state : { ...state, status: 'undone' };
  },
  decisions: { SubmitReconciliation: submitReconciliation, UndoReconciliation: undoReconciliation },
});

import type { ReconciliationEvent, ReconciliationSummary, RelationOutcome } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import { identityKey, spokenOf } from '../item/match-keys';
import { countsOf } from '../reconciliation/counts';
import { spokenRows, touchedItems } from '../reconciliation/reconciliation';

export interface ReconciliationRow {
  readonly id: string;
  readonly number: string;
  readonly dry_run: boolean;
  readonly label: string | null;
  readonly submitted_at: string;
  readonly under_way: boolean;
  readonly speaks_of: readonly string[];
  readonly awaits: readonly string[];
  readonly summary: ReconciliationSummary;
}

const RELATION_REJECTED = { from: 'relate', to: 'relation reject' };
const WAITING_REJECTED = { from: 'relation quarantine', to: 'relation reject' };

/** Keys of both ends of relations that wait until somebody has decided about one. */
const awaitedIn = (relations: readonly RelationOutcome[]): string[] => [
  ...new Set(
    relations
      .filter(({ action }) => action === 'quarantine')
      .flatMap(({ said: { source, from, to } }) => [from, to].map((id) => identityKey({ source, id }))),
  ),
];

/** What was counted as one thing and turned out to be another. */
function recounted(
  row: ReconciliationRow,
  moved: readonly { readonly from: string; readonly to: string }[],
): ReconciliationRow {
  const counts = { ...row.summary.counts };
  for (const { from, to } of moved) {
    counts[from] = (counts[from] ?? 0) - 1;
    if (counts[from] <= 0) delete counts[from];
    counts[to] = (counts[to] ?? 0) + 1;
  }
  return { ...row, summary: { ...row.summary, counts } };
}

export const reconciliationList = projection<ReconciliationRow, ReconciliationEvent>({
  name: 'ci-reconciliations',
  version: 5,
  table: {
    schema: 'cmdb',
    name: 'reconciliations',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      number: 'text collate "C" not null',
      dry_run: 'boolean not null',
      label: 'text collate "C"',
      submitted_at: 'timestamptz not null',
      under_way: 'boolean not null',
      speaks_of: 'text[] collate "C" not null',
      awaits: 'text[] collate "C" not null',
      summary: 'json not null',
    },
    indexes: [
      '(submitted_at, id)',
      '(number)',
      '(label) where label is not null',
      '(submitted_at) where under_way',
      'using gin (speaks_of)',
      'using gin (awaits)',
    ],
    comment: 'Batches that sources were compared by.',
    columnComments: {
      label: 'Import it is a part of',
      dry_run: 'It only told what would be done',
      under_way: 'It says something of items that not all of them have answered yet',
      speaks_of: 'Items that it is under way to say something of, and what they may be found by',
      awaits: 'Names in other systems that its relations wait for, each a JSON list of source and id',
      summary: 'The list entry as the API answers it',
    },
  },
  handlers: {
    ReconciliationPlanned: (_, { subject: id, data, occurredAt, metadata: { actor } }) => {
      const { number, dryRun, label } = data.keys;
      const submittedBy = { id: actor.id, name: actor.name };
      const base = { id, number, dryRun, label, undone: false, submittedAt: occurredAt, submittedBy };
      return {
        id,
        number,
        dry_run: dryRun,
        label,
        submitted_at: occurredAt,
        under_way: !dryRun && touchedItems(data).length > 0,
        speaks_of: dryRun ? [] : spokenOf(spokenRows(data.rows)),
        awaits: dryRun ? [] : awaitedIn(data.relations),
        summary: { ...base, counts: countsOf(data) },
      };
    },
    ReconciliationPartRefused: (row, { data: { rows, relations, waited = [] } }) => {
      const rejected = rows.map(({ was }) => ({ from: was, to: 'reject' }));
      const unrelated = relations.map((one) => (waited.includes(one) ? WAITING_REJECTED : RELATION_REJECTED));
      return row && recounted(row, [...rejected, ...unrelated]);
    },
    ReconciliationCarriedOut: (row, { data: { leftOut } }) =>
      row &&
      recounted(
        { ...row, under_way: false, speaks_of: [] },
        leftOut.map(() => RELATION_REJECTED),
      ),
    ReconciliationUndone: (row) =>
      row && { ...row, under_way: false, speaks_of: [], awaits: [], summary: { ...row.summary, undone: true } },
  },
});

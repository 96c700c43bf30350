import type {
  QuarantineEvent,
  QuarantinedRowView,
  ReconciliationEvent,
  ReconciliationSummary,
  RelationOutcome,
  SourceRow,
} from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';
import { identityKey, keysOfRow, spokenBy } from '../item/match-keys';
import { evolve } from '../quarantine/quarantined-row';
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

/** Which items rows are about, and whatever they may be found by. */
const spokenOf = (rows: readonly { readonly said: SourceRow; readonly itemId: string | null }[]): string[] => [
  ...new Set(rows.flatMap(({ said, itemId }) => [...keysOfRow(said), ...(itemId ? [spokenBy('item', itemId)] : [])])),
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

export interface QuarantineRowRow {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly source: string;
  readonly quarantined_at: string;
  readonly decided_at: string | null;
  readonly speaks_of: readonly string[];
  readonly view: QuarantinedRowView;
}

/** The record as people see it, after one more fact. */
export function quarantinedAfter(
  view: QuarantinedRowView | undefined,
  event: RecordedEvent<QuarantineEvent>,
): QuarantinedRowView | undefined {
  const before = view ? { ...view, status: view.state } : ({ status: 'unknown' } as const);
  const row = evolve(before as never, event as unknown as QuarantineEvent);
  if (row.status === 'unknown') return undefined;
  const { number, status: state, batch, row: place, said, reasons, candidates, itemId } = row;
  const quarantinedAt = event.type === 'RowQuarantined' ? event.occurredAt : view!.quarantinedAt;
  const version = event.revision;
  return {
    id: event.subject,
    number,
    state,
    batch,
    row: place,
    said,
    reasons,
    candidates,
    itemId,
    quarantinedAt,
    version,
  };
}

function rowAfter(
  row: QuarantineRowRow | undefined,
  event: RecordedEvent<QuarantineEvent>,
): QuarantineRowRow | undefined {
  const view = quarantinedAfter(row?.view, event);
  return (
    view && {
      id: view.id,
      number: view.number,
      state: view.state,
      source: view.said.source,
      quarantined_at: view.quarantinedAt,
      decided_at: view.state === 'open' ? null : event.occurredAt,
      speaks_of: view.state === 'resolved' ? spokenOf([view]) : [],
      view,
    }
  );
}

export const quarantineList = projection<QuarantineRowRow, QuarantineEvent>({
  name: 'ci-quarantine',
  version: 4,
  table: {
    schema: 'cmdb',
    name: 'quarantine',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      number: 'text collate "C" not null',
      state: 'text collate "C" not null',
      source: 'text collate "C" not null',
      quarantined_at: 'timestamptz not null',
      decided_at: 'timestamptz',
      speaks_of: 'text[] collate "C" not null',
      view: 'json not null',
    },
    indexes: [
      '(state, quarantined_at, id)',
      '(quarantined_at, id)',
      '(number)',
      "(decided_at) where state = 'resolved'",
      'using gin (speaks_of)',
    ],
    comment: 'Source rows that could mean several items, and what was decided about them.',
    columnComments: {
      decided_at: 'When somebody resolved or dismissed it, or the item refused it',
      speaks_of: 'Item that it was resolved to, and what that may be found by since',
      view: 'The record as the API answers it',
    },
  },
  handlers: {
    RowQuarantined: rowAfter,
    QuarantinedRowResolved: rowAfter,
    QuarantinedRowRefused: rowAfter,
    QuarantinedRowDismissed: rowAfter,
  },
});

import type { QuarantineEvent, QuarantinedRowView } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';
import { spokenOf } from '../item/match-keys';
import { evolve } from '../quarantine/quarantined-row';

export interface QuarantineListRow {
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
  row: QuarantineListRow | undefined,
  event: RecordedEvent<QuarantineEvent>,
): QuarantineListRow | undefined {
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

export const quarantineList = projection<QuarantineListRow, QuarantineEvent>({
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

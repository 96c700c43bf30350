import type { ReconciliationEvent } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';

interface CiConfirmationRow {
  readonly id: string;
  readonly confirmed_at: string;
  readonly source: string;
}

type Planned = Extract<ReconciliationEvent, { type: 'ReconciliationPlanned' }>;

/** When a source last said of an item that it is there, also when it said nothing new. */
export const ciConfirmations = projection<CiConfirmationRow, Planned>({
  name: 'ci-confirmations',
  version: 1,
  table: {
    schema: 'cmdb',
    name: 'confirmations',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      confirmed_at: 'timestamptz not null',
      source: 'text collate "C" not null',
    },
    comment: 'When a source last had a configuration item in a file, by item.',
    columnComments: { source: 'Which source it was' },
  },
  keys: ({ data: { keys, rows } }) =>
    keys.dryRun ? [] : rows.flatMap(({ itemId }: { itemId: string | null }) => (itemId === null ? [] : [itemId])),
  handlers: {
    ReconciliationPlanned: (_, { data, occurredAt }, id) => ({
      id,
      confirmed_at: occurredAt,
      source: data.rows.find(({ itemId }) => itemId === id)!.said.source,
    }),
  },
});

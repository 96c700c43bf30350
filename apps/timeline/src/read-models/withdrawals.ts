import type { IncidentEvent } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';

/** A record that took back everything that was told of it before. */
interface WithdrawalRow {
  readonly record: string;
  /** Of the latest taking back: what the record stated before stands no longer. */
  readonly revision: number;
}

/** A table of its own: a record does not say which links it has stated, and some have stated thousands. */
export const withdrawals = projection<WithdrawalRow, IncidentEvent>({
  name: 'timeline-withdrawals',
  version: 1,
  table: {
    schema: 'timeline',
    name: 'withdrawals',
    key: 'record',
    columns: { record: 'text collate "C"', revision: 'integer not null' },
    comment: 'Records whose import was undone, or that were told again.',
    columnComments: { revision: 'What the record stated up to this revision of it stands no longer' },
  },
  handlers: { IncidentImportWithdrawn: (_, { subject, revision }) => ({ record: subject, revision }) },
});

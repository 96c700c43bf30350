import type { ReconciliationEvent, RowOutcome } from '@opsledger/contracts';
import { projection, type Recorded } from '@opsledger/event-sourcing';

/** What one batch of a source found of the items of one class, compared with what was known of them. */
interface ComparisonFact {
  readonly id: string;
  readonly batch: string;
  readonly number: string;
  readonly source: string;
  readonly class: string;
  readonly environment: string | null;
  readonly compared_at: string;
  readonly as_known: number;
  readonly compared: number;
}

type Planned = Extract<ReconciliationEvent, { type: 'ReconciliationPlanned' }>;

/** Rows that meant an item that was known; in one order. */
const isCompared = ({ action }: RowOutcome): boolean => action === 'update' || action === 'unchanged';
const groupOf = ({ said }: RowOutcome): string => JSON.stringify([said.source, said.class, said.environment ?? null]);

/** A source may say something new of which another's word counts for more: then the record was not wrong. */
const isAsKnown = ({ action, changes }: RowOutcome): boolean =>
  action === 'unchanged' || Object.keys(changes).length === 0;

export const comparisonFacts = projection<ComparisonFact, Planned>({
  name: 'reporting-ci-comparison-facts',
  version: 1,
  patienceMs: 10_000,
  table: {
    schema: 'reporting',
    name: 'ci_comparison_facts',
    key: 'id',
    columns: {
      id: 'text',
      batch: 'text not null',
      number: 'text not null',
      source: 'text not null',
      class: 'text not null',
      environment: 'text',
      compared_at: 'timestamptz not null',
      as_known: 'integer not null',
      compared: 'integer not null',
    },
    indexes: ['(compared_at, id)'],
    comment:
      'One row per batch, source, class and environment: how many known items a source found, and how many of them as ' +
      'they were recorded. Dry runs left out. From the event log.',
    columnComments: {
      id: 'Names the comparison.',
      batch: 'Id of the reconciliation.',
      number: 'Its number.',
      source: 'Source that was compared.',
      class: 'Class of the items.',
      environment: 'Environment as the source says it.',
      compared_at: 'When.',
      as_known: 'Items found as they were recorded.',
      compared: 'Items found.',
    },
  },
  keys: (event) => {
    const { subject, data } = event as Recorded<Planned>;
    if (data.keys.dryRun) return [];
    return [...new Set(data.rows.filter(isCompared).map((row) => `${subject} ${groupOf(row)}`))];
  },
  handlers: {
    ReconciliationPlanned: (_, { subject, data, occurredAt }, id) => {
      const rows = data.rows.filter((row) => isCompared(row) && `${subject} ${groupOf(row)}` === id);
      const { source, class: its, environment = null } = rows[0]!.said;
      return {
        id,
        batch: subject,
        number: data.keys.number,
        source,
        class: its,
        environment,
        compared_at: occurredAt,
        as_known: rows.filter(isAsKnown).length,
        compared: rows.length,
      };
    },
  },
});

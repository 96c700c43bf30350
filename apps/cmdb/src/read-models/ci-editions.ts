import { configurationItemEvents, type CiSummary, type ConfigurationItemEvent } from '@opsledger/contracts';
import { projection, type RowHandlers } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';
import { describedColumns, describedRow, type DescribedCi } from './ci-columns';

/** What lists said of an item through a time. */
export interface CiEditionRow extends DescribedCi {
  readonly key: string;
  readonly edition: number;
  readonly updated_at: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly summary: CiSummary;
}

type Edited = Exclude<
  ConfigurationItemEvent,
  { type: 'ConfigurationItemRelated' | 'ConfigurationItemUnrelated' | 'ConfigurationItemWithdrawn' }
>;
type Event = RecordedEvent<ConfigurationItemEvent>;

const keyOf = (id: string, edition: number): string => `${id}:${edition}`;

/** An edition begins with its fact and ends with the next one's. */
function rowAfter(row: CiEditionRow | undefined, event: Event, key: string): CiEditionRow | undefined {
  const { keys, edition } = event.data as Edited['data'];
  const id = event.subject;
  if (key !== keyOf(id, edition)) return row && { ...row, valid_to: event.occurredAt };
  return {
    ...describedRow(id, keys),
    key,
    edition,
    updated_at: event.occurredAt,
    valid_from: event.occurredAt,
    valid_to: null,
    summary: { id, ...keys, importedOnly: 'external' in event.data, updatedAt: event.occurredAt },
  };
}

const WITHOUT_EDITION: readonly string[] = ['ConfigurationItemRelated', 'ConfigurationItemUnrelated'];

const handlers: RowHandlers<CiEditionRow, ConfigurationItemEvent> = {
  ...Object.fromEntries(
    configurationItemEvents.filter(({ name }) => !WITHOUT_EDITION.includes(name)).map(({ name }) => [name, rowAfter]),
  ),
  // As if it had never been.
  ConfigurationItemWithdrawn: () => null,
};

function keysOf(event: Event): string[] {
  const { edition } = event.data as Edited['data'];
  if (event.type !== 'ConfigurationItemWithdrawn')
    return [keyOf(event.subject, edition), ...(edition > 1 ? [keyOf(event.subject, edition - 1)] : [])];
  return Array.from({ length: edition }, (_, index) => keyOf(event.subject, index + 1));
}

export const ciEditions = projection<CiEditionRow, ConfigurationItemEvent>({
  name: 'ci-editions',
  version: 7,
  table: {
    schema: 'cmdb',
    name: 'item_editions',
    key: 'key',
    columns: {
      key: 'text collate "C"',
      id: 'text collate "C" not null',
      edition: 'integer not null',
      ...describedColumns,
      updated_at: 'timestamptz not null',
      valid_from: 'timestamptz not null',
      valid_to: 'timestamptz',
      summary: 'json not null',
    },
    indexes: [
      '(number, id, valid_from, valid_to)',
      '(id, valid_from)',
      '(valid_from, id)',
      'using gin (words)',
      // Which of many items were services: nothing but the index is read.
      '(class, id, valid_from, valid_to) include (stage, criticality)',
    ],
    comment: 'Configuration items as they were: each row held from valid_from to valid_to.',
    columnComments: { edition: 'Which description of the item: 1 for the first', valid_to: 'Null: it still holds' },
  },
  keys: keysOf as (event: RecordedEvent<any>) => readonly string[],
  handlers,
});

import {
  configurationItemEvents,
  isImportedOnly,
  type CiSummary,
  type ConfigurationItemEvent,
} from '@opsledger/contracts';
import { projection, type RowHandlers } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';
import { configurationItem } from '../item/item';
import { identityKey, serialKey } from '../item/match-keys';
import { attributesOf, keysOf, type Item, type KnownItem } from '../item/item-state';
import { describedColumns, describedRow, type DescribedCi } from './ci-columns';

/** What lists filter and sort by, what identification looks for, and the item as decisions see it. */
export interface CiListRow extends DescribedCi {
  readonly serial_key: string | null;
  readonly identities: readonly string[];
  readonly imported: boolean;
  readonly attribute_names: readonly string[];
  readonly updated_at: string;
  readonly summary: CiSummary;
  readonly item: KnownItem;
}

function rowAfter(row: CiListRow | undefined, event: RecordedEvent<ConfigurationItemEvent>): CiListRow | null {
  const before: Item = row?.item ?? configurationItem.initial;
  const item = configurationItem.evolve(before, event as unknown as ConfigurationItemEvent);
  if (item.status !== 'known') return null;
  const keys = keysOf(item);
  const id = event.subject;
  // What is stated late makes no item older than it was known to be.
  const updatedAt = row && row.updated_at > event.occurredAt ? row.updated_at : event.occurredAt;
  return {
    ...describedRow(id, keys),
    serial_key: keys.serial === null ? null : serialKey(keys.serial),
    identities: item.identities.map(identityKey),
    imported: item.origin.external !== null,
    attribute_names: Object.keys(attributesOf(item.fields)),
    updated_at: updatedAt,
    summary: { id, ...keys, importedOnly: isImportedOnly(item.origin), updatedAt },
    // Relations have a table of their own; here they would only grow.
    item: { ...item, relations: [] },
  };
}

const handlers: RowHandlers<CiListRow, ConfigurationItemEvent> = Object.fromEntries(
  configurationItemEvents.map(({ name }) => [name, rowAfter]),
);

export const ciList = projection<CiListRow, ConfigurationItemEvent>({
  name: 'ci-list',
  version: 7,
  table: {
    schema: 'cmdb',
    name: 'items',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      ...describedColumns,
      serial_key: 'text collate "C"',
      identities: 'text[] collate "C" not null',
      imported: 'boolean not null',
      attribute_names: 'text[] collate "C" not null',
      updated_at: 'timestamptz not null',
      summary: 'json not null',
      item: 'json not null',
    },
    indexes: [
      '(number, id)',
      '(name, id)',
      '(updated_at, id)',
      '(class, number, id)',
      // Which of many items are services: nothing but the index is read.
      '(class, id) include (stage, criticality)',
      '(name_key, class)',
      '(serial_key) where serial_key is not null',
      'using gin (identities)',
      'using gin (words)',
      '(support_team_id, number, id) where support_team_id is not null',
      '(owner_team_id, number, id) where owner_team_id is not null',
      '(owner_id, number, id) where owner_id is not null',
      "(status, number, id) where status <> 'operational'",
    ],
    comment: 'Configuration items as they are now.',
    columnComments: {
      name_key: 'Name by which items are compared: lower case',
      serial_key: 'Serial number by which items are compared: upper case',
      identities: 'Names in other systems, each a JSON list of source and id',
      imported: 'It became known because an imported record names it',
      attribute_names: 'Names of the attributes that have a value',
      updated_at: 'When something last became so',
      summary: 'The list entry as the API answers it',
      item: 'The item as decisions see it, without relations',
    },
  },
  handlers,
});

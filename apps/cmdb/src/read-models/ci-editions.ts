import { configurationItemEvents, type CiSummary, type ConfigurationItemEvent } from '@opsledger/contracts';
import { projection, type RowHandlers } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';
import { nameKey } from '../item/match-keys';

/** What lists said of an item through a time. */
export interface CiEditionRow {
  readonly key: string;
  readonly id: string;
  readonly edition: number;
  readonly number: string;
  readonly name: string;
  readonly name_key: string;
  readonly class: string;
  readonly stage: string;
  readonly status: string;
  readonly criticality: string | null;
  readonly environment: string | null;
  readonly location: string | null;
  readonly serial: string | null;
  readonly owner_id: string | null;
  readonly owner_team_id: string | null;
  readonly support_team_id: string | null;
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
    key,
    id,
    edition,
    number: keys.number,
    name: keys.name,
    name_key: nameKey(keys.name),
    class: keys.class,
    stage: keys.stage,
    status: keys.status,
    criticality: keys.criticality,
    environment: keys.environment,
    location: keys.location,
    serial: keys.serial,
    owner_id: keys.owner?.id ?? null,
    owner_team_id: keys.ownerTeam?.id ?? null,
    support_team_id: keys.supportTeam?.id ?? null,
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
  version: 3,
  table: {
    schema: 'cmdb',
    name: 'item_editions',
    key: 'key',
    columns: {
      key: 'text collate "C"',
      id: 'text collate "C" not null',
      edition: 'integer not null',
      number: 'text collate "C" not null',
      name: 'text collate "C" not null',
      name_key: 'text collate "C" not null',
      class: 'text collate "C" not null',
      stage: 'text collate "C" not null',
      status: 'text collate "C" not null',
      criticality: 'text collate "C"',
      environment: 'text collate "C"',
      location: 'text collate "C"',
      serial: 'text collate "C"',
      owner_id: 'text collate "C"',
      owner_team_id: 'text collate "C"',
      support_team_id: 'text collate "C"',
      updated_at: 'timestamptz not null',
      valid_from: 'timestamptz not null',
      valid_to: 'timestamptz',
      summary: 'json not null',
    },
    indexes: [
      '(number, id, valid_from, valid_to)',
      '(id, valid_from)',
      '(valid_from, id)',
      // Which of many items were services: nothing but the index is read.
      '(class, id, valid_from, valid_to) include (stage, criticality)',
    ],
    comment: 'Configuration items as they were: each row held from valid_from to valid_to.',
    columnComments: { edition: 'Which description of the item: 1 for the first', valid_to: 'Null: it still holds' },
  },
  keys: keysOf as (event: RecordedEvent<any>) => readonly string[],
  handlers,
});

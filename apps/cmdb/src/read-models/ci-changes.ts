import type { ConfigurationItemEvent, FieldChanges } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';

/** One field of one item becoming something else. */
interface CiChangeRow {
  readonly key: string;
  readonly item_id: string;
  readonly field: string;
  readonly before: { readonly value: unknown };
  readonly after: { readonly value: unknown };
  readonly changed_at: string;
  readonly position: string;
  readonly source: string | null;
  readonly batch: string | null;
  readonly actor_id: string;
}

type Event = RecordedEvent<ConfigurationItemEvent>;

function changesIn({ type, data }: Event): FieldChanges {
  switch (type as ConfigurationItemEvent['type']) {
    case 'ConfigurationItemStageChanged':
      return { stage: (data as { stage: FieldChanges[string] }).stage };
    case 'ConfigurationItemStatusReported':
      return { status: (data as { status: FieldChanges[string] }).status };
    default:
      return (data as { changes?: FieldChanges }).changes ?? {};
  }
}

function rowOf(_: CiChangeRow | undefined, event: Event, key: string): CiChangeRow {
  const field = key.slice(event.id.length + 1);
  const { before, after } = changesIn(event)[field]!;
  const { cause, source, batch } = event.data as {
    cause?: { source: string; batch: string } | null;
    source?: string;
    batch?: string;
  };
  return {
    key,
    item_id: event.subject,
    field,
    before: { value: before },
    after: { value: after },
    changed_at: event.occurredAt,
    position: event.position,
    source: cause?.source ?? source ?? null,
    batch: cause?.batch ?? batch ?? null,
    actor_id: event.metadata.actor.id,
  };
}

export const ciChanges = projection<CiChangeRow, ConfigurationItemEvent>({
  name: 'ci-changes',
  version: 1,
  table: {
    schema: 'cmdb',
    name: 'item_changes',
    key: 'key',
    columns: {
      key: 'text collate "C"',
      item_id: 'text collate "C" not null',
      field: 'text collate "C" not null',
      before: 'jsonb not null',
      after: 'jsonb not null',
      changed_at: 'timestamptz not null',
      position: 'text collate "C" not null',
      source: 'text collate "C"',
      batch: 'text collate "C"',
      actor_id: 'text collate "C" not null',
    },
    indexes: ['(changed_at)', '(item_id, changed_at)'],
    comment: 'Every change of a field of a configuration item, with who or which source made it.',
    columnComments: { source: 'Source that said so; null: a person did', batch: 'Reconciliation it came with' },
  },
  keys: (event) => Object.keys(changesIn(event as Event)).map((field) => `${event.id} ${field}`),
  handlers: {
    ConfigurationItemRevised: rowOf,
    ConfigurationItemRestored: rowOf,
    ConfigurationItemStageChanged: rowOf,
    ConfigurationItemStatusReported: rowOf,
  },
});

import type { HistoryEntry } from '@opsledger/contracts';
import type { RecordedEvent } from '@opsledger/event-store';

/** One fact as a record's history tells it: what changed apart from what else was said; `keys` say nothing of their own. */
export function historyEntry(event: RecordedEvent): HistoryEntry {
  const { id, type, revision, occurredAt, recordedAt, metadata, data } = event;
  const { keys: _keys, ...said } = data as { keys?: unknown } & Record<string, unknown>;
  const changes = Object.entries(said).flatMap(([field, value]) => (isChange(value) ? [{ field, ...value }] : []));
  const rest = Object.entries(said).filter(([, value]) => !isChange(value));
  return {
    id,
    type,
    revision,
    occurredAt,
    recordedAt,
    by: metadata.actor,
    changes: changes.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after)),
    data: Object.fromEntries(rest),
    imported: metadata.imported ?? null,
  };
}

const isChange = (value: unknown): value is { before: unknown; after: unknown } =>
  typeof value === 'object' && value !== null && 'before' in value && 'after' in value;

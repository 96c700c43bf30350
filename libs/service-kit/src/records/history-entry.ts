import { toldIn, type HistoryEntry } from '@opsledger/contracts';
import type { RecordedEvent } from '@opsledger/event-store';

/** One fact as a record's history tells it: what changed apart from what else was said. */
export function historyEntry(event: RecordedEvent): HistoryEntry {
  const { id, type, revision, occurredAt, recordedAt, metadata, data } = event;
  return {
    id,
    type,
    revision,
    occurredAt,
    recordedAt,
    by: metadata.actor,
    ...toldIn(data as object),
    imported: metadata.imported ?? null,
  };
}

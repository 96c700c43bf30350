import type { CustomTypesConfig } from 'pg';
import { positionOf, type StoredEvent } from '../encoded-event';
import type { RecordedEvent } from '../event';
import { recordedEvent } from '../recorded-event';

/** Order matches `storedEvent`. The instants are read in UTC whatever the session's time zone is. */
export const COLUMNS = `position, stream_id, revision, id, type, data, metadata,
  occurred_at at time zone 'UTC', recorded_at at time zone 'UTC', encode(hash, 'hex')`;

/** Everything as the server wrote it: data is parsed once, or not at all. */
export const AS_TEXT = { getTypeParser: () => (text: string) => text } as CustomTypesConfig;

/** One text for each of `COLUMNS`, as the server wrote it. */
export type EventRow = readonly string[];

/**
 * Data and metadata stay text: verification and copying need every character, and readers that skip an event parse
 * nothing.
 */
export function storedEvent(row: EventRow): StoredEvent {
  const [position, streamId, revision, id, type, data, metadata, occurredAt, recordedAt, hash] = row as Row;
  return {
    position: positionOf(position),
    streamId,
    revision: Number(revision),
    id,
    type,
    data,
    metadata,
    occurredAt: instantOf(occurredAt),
    recordedAt: instantOf(recordedAt),
    hash,
  };
}

type Row = readonly [string, string, string, string, string, string, string, string, string, string];

/** The event as readers get it, data and metadata parsed. */
export const eventOf = (row: EventRow): RecordedEvent => {
  const stored = storedEvent(row);
  return recordedEvent(stored, stored);
};

/** `2026-01-02 03:04:05.6` → `2026-01-02T03:04:05.600Z`; digits beyond the millisecond stay, so that verification sees them. */
const instantOf = (text: string): string =>
  `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20).padEnd(3, '0')}Z`;

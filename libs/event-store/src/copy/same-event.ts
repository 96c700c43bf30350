import type { StoredEvent } from '../encoded-event';

const FIELDS = ['streamId', 'revision', 'id', 'type', 'occurredAt', 'recordedAt', 'data', 'metadata', 'hash'] as const;

/** The first field in which two stored events differ, their positions apart. */
export const differenceOf = (one: StoredEvent, other: StoredEvent): string | undefined =>
  FIELDS.find((field) => one[field] !== other[field]);

/** An event as reports on a copy name it. Its position is left out: it differs from log to log. */
export const nameOf = ({ streamId, revision, type }: StoredEvent): string =>
  `${type}, revision ${revision} of ${streamId}`;

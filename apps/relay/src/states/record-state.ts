import { isRecordId } from '@opsledger/contracts';
import type { RecordedEvent } from '@opsledger/event-store';

/** The latest state of a record, as a compacted topic keeps it. */
export interface RecordState {
  readonly service: string;
  /** What GET of the record answers to an administrator; `null` when the record is gone. */
  readonly state: object | null;
  /** The last fact the state holds for certain; it may hold later ones, which are told again. */
  readonly event: RecordedEvent;
}

/**
 * The record's id, as on the topic of events. Where it is a name, such as `settings`, records of several kinds may share it
 * and would overwrite each other: there the kind goes before it.
 */
export const keyOf = ({ event: { subject, streamId } }: RecordState): string =>
  isRecordId(subject) ? subject : streamId;

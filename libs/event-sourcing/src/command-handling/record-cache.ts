import type { Position, StreamHead } from '@opsledger/event-store';
import { LRUCache } from 'lru-cache';

/** A stream folded up to a head. Always a true prefix of the stream, though another process may have gone on. */
export interface FoldedRecord<State = unknown> {
  readonly state: State;
  readonly head: StreamHead;
  /** Position of the event at the head. */
  readonly position: Position;
  /** Rough bytes: a state is taken to weigh what its events weigh, so that no command walks over it. */
  readonly weight: number;
}

/** Whichever is reached first: the record used longest ago goes. */
export interface CacheLimits {
  readonly entries: number;
  /** Rough bytes of all cached states. */
  readonly bytes: number;
}

/** The most recently used records by stream id, so that a hot record costs no read. */
export class RecordCache {
  private readonly records: LRUCache<string, FoldedRecord>;

  constructor({ entries, bytes }: CacheLimits = { entries: 5_000, bytes: 16 * 1024 * 1024 }) {
    this.records = new LRUCache({ max: entries, maxSize: bytes, sizeCalculation: (record) => record.weight });
  }

  get<State>(streamId: string): FoldedRecord<State> | undefined {
    return this.records.get(streamId) as FoldedRecord<State> | undefined;
  }

  set(streamId: string, record: FoldedRecord): void {
    this.records.set(streamId, record);
  }

  delete(streamId: string): void {
    this.records.delete(streamId);
  }
}

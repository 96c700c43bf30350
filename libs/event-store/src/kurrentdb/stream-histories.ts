import { LRUCache } from 'lru-cache';
import type { RecordedEvent } from '../event';
import { NO_STREAM, type StreamHead } from '../event-store';

/** What must be known of a stream before something is appended to it: where it stands, and the ids in it. */
export interface StreamHistory {
  readonly head: StreamHead;
  /** Revision of each id; may hold ids of events behind the head. */
  readonly revisions: ReadonlyMap<string, number>;
}

interface Kept extends StreamHistory {
  /** Grows with the stream: a copy for every append would make long streams slow. */
  readonly revisions: Map<string, number>;
}

const empty = (): Kept => ({ head: NO_STREAM, revisions: new Map() });

/** Ids kept over all streams; one takes some 150 bytes. */
const KEPT_IDS = 200_000;

/**
 * The histories of the streams used last. The server knows no ids of ours; this knows them, from what was read for a
 * decision and what was appended, so that most appends need no read of their own.
 */
export class StreamHistories {
  private readonly kept = new LRUCache<string, Kept>({
    maxSize: KEPT_IDS,
    sizeCalculation: ({ revisions }) => revisions.size + 1,
  });

  /** @param read events of the stream after a revision, all of them */
  constructor(private readonly read: (streamId: string, after: number) => Promise<readonly RecordedEvent[]>) {}

  /** The history at least up to that revision, if the stream reaches so far. */
  async reaching(streamId: string, revision: number): Promise<StreamHistory> {
    const known = this.kept.get(streamId) ?? empty();
    return known.head.revision >= revision ? known : this.current(streamId);
  }

  /** The history as the server has it now. */
  async current(streamId: string): Promise<StreamHistory> {
    const after = (this.kept.get(streamId) ?? empty()).head.revision;
    const events = await this.read(streamId, after);
    return this.learn(streamId, after, events);
  }

  /** Takes note of events that follow revision `after`, as far as they say something new. */
  learn(streamId: string, after: number, events: readonly RecordedEvent[]): StreamHistory {
    const known = this.kept.get(streamId) ?? empty();
    const last = events.at(-1);
    if (!last || after > known.head.revision || last.revision <= known.head.revision) return known;
    for (const { id, revision } of events) known.revisions.set(id, revision);
    const history = { head: { revision: last.revision, hash: last.hash }, revisions: known.revisions };
    this.kept.set(streamId, history);
    return history;
  }

  /** For a stream whose last append may or may not have been written. */
  forget(streamId: string): void {
    this.kept.delete(streamId);
  }
}

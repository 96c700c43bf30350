import type { NewEvent, Position, RecordedEvent } from './event';

/** End of a stream as a writer knows it: the revision it read and the hash that closes the chain there. */
export interface StreamHead {
  readonly revision: number;
  readonly hash: string;
}

/** Head of a stream that has no events yet. */
export const NO_STREAM: StreamHead = { revision: 0, hash: '0'.repeat(64) };

/** What became of an append. */
export interface Appended {
  readonly head: StreamHead;
  /** Position of the last event appended. */
  readonly position: Position;
  /** The events as recorded; for a repeated append, as they were recorded the first time. */
  readonly events: readonly RecordedEvent[];
  /** The first event's id was in the log already: nothing was written now. */
  readonly repeated: boolean;
}

/** Which part of a stream is read. */
export interface StreamSlice {
  /** Only events after this revision; 0 by default. */
  readonly after?: number;
}

/** Which part of the log is read, and how many events at most. */
export interface LogSlice {
  /** Only events after this position. */
  readonly after: Position;
  readonly limit: number;
  /**
   * Only events of these types are wanted. The last one that was looked at is answered whatever its type: reading goes on
   * after it, and as always only the end of the log answers with nothing. A short answer does not mean the end.
   */
  readonly types?: readonly string[];
}

/** How many events are looked at, at most, for each that may be answered: one read is bounded, however rare its types are. */
export const LOOKED_AT_PER_EVENT = 10;

/**
 * The log. Every adapter passes the same contract suite (`eventStoreContract`).
 *
 * All methods throw `StoreUnavailable` when the server cannot be reached: nothing is known to be
 * written then, and repeating the call with the same event ids is safe.
 */
export interface EventStore {
  /**
   * Which log this is: positions hold within it only. `database` for the one in the PostgreSQL that holds the read models,
   * which is backed up and restored with them; elsewhere an id that the log was given when it began.
   */
  readonly log: string;

  /**
   * How far an event id is unique. Within the log: an id that is anywhere is recognised. Within the stream: an append is
   * recognised when it is repeated to the same stream; under another stream the same id is another event.
   */
  readonly idsUniqueWithin: 'log' | 'stream';

  /**
   * Whether no other process appends to the log: what `onAppended` has told since is all that came. It may become false at any
   * moment, and true again; then something may have come meanwhile, and `onAppended` says so, before, without events.
   */
  readonly soleWriter: boolean;

  /**
   * Appends events to one stream, all or none, durable when the promise resolves. When it rejects with other than
   * `StoreUnavailable`, nothing was written.
   *
   * @throws WrongExpectedVersion when the stream's head is not `expected`
   * @throws EventIdTaken when the id of one is in the log already, from another append
   * @throws UnacceptableEvent when the log cannot hold one of them, or all of them at once
   * @throws StoreOverloaded when too many appends wait already
   */
  append(streamId: string, expected: StreamHead, events: readonly NewEvent[]): Promise<Appended>;

  /** Events of one stream in order; empty when there is none. */
  readStream(streamId: string, slice?: StreamSlice): Promise<readonly RecordedEvent[]>;

  /** Events of the whole log in order, without gaps that fill later. */
  readAll(slice: LogSlice): Promise<readonly RecordedEvent[]>;

  /**
   * The event with exactly this id, a UUID in lower case: of the log, or only of that stream where ids are unique within
   * the stream.
   */
  findEvent(id: string, streamId: string): Promise<RecordedEvent | undefined>;

  /** Position of the last event of the log, or `START`. */
  head(): Promise<Position>;

  /**
   * The same, once the appends that are under way have ended, as far as the server knows of them: also those of a process
   * that is gone, which nobody waits for any more and which still take place.
   *
   * @throws StoreUnavailable also when the server cannot say, as a standby that has not replayed yet all it has
   */
  settledHead(): Promise<Position>;

  /**
   * Calls the listener soon after an append by any process became readable. A wake-up may be missed
   * (readers also poll) and may carry nothing; `events` are given when this process appended them itself: nothing
   * lies between them in the log.
   */
  onAppended(listener: (events: readonly RecordedEvent[]) => void): () => void;

  /** Ends the connections; appends that still wait are rejected with `StoreUnavailable`. */
  close(): Promise<void>;
}

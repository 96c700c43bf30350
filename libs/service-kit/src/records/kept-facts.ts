import { charactersIn, type EventStore, type RecordedEvent } from '@opsledger/event-store';
import { LRUCache } from 'lru-cache';

/** Characters of JSON; parsed, a few times as many bytes. */
const KEPT = 4_000_000;
/** Characters that the rest of an event weighs as much as. */
const PER_EVENT = 500;

const NONE: readonly RecordedEvent[] = [];

/**
 * The facts of the records that were asked for last. A fact never changes, so the log is asked only for those that came
 * since: what it answers is as new as if all had been read, whichever process recorded it.
 */
export class KeptFacts {
  private readonly kept = new LRUCache<string, readonly RecordedEvent[]>({ maxSize: KEPT, sizeCalculation: sizeOf });

  constructor(private readonly store: EventStore) {}

  /** All facts of a stream, in order. The very same list as before when none has come since. */
  async of(streamId: string): Promise<readonly RecordedEvent[]> {
    const known = this.kept.get(streamId) ?? NONE;
    const since = await this.store.readStream(streamId, { after: known.at(-1)?.revision ?? 0 });
    if (since.length === 0) return known;
    const facts = known.length === 0 ? since : [...known, ...since];
    // Who asked later may have been answered sooner, and know more.
    if (facts.length > (this.kept.peek(streamId)?.length ?? 0)) this.kept.set(streamId, facts);
    return facts;
  }
}

const sizeOf = (facts: readonly RecordedEvent[]): number =>
  facts.reduce((size, fact) => size + PER_EVENT + charactersIn(fact), 0);

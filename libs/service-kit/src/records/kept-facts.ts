import { weightOf, type EventStore, type RecordedEvent } from '@opsledger/event-store';
import { LRUCache } from 'lru-cache';

/** Characters of JSON; parsed, a few times as many bytes. */
const KEPT = 4_000_000;

const NONE: readonly RecordedEvent[] = [];
/** No era. */
const UNKNOWN = -1;

interface Kept {
  readonly facts: readonly RecordedEvent[];
  /** The era in which nothing came since; `UNKNOWN` where somebody has to ask. */
  wholeIn: number;
}

/**
 * The facts of the records that were asked for last. A fact never changes, so the log is asked only for those that came
 * since: what it answers is as new as if all had been read, whichever process recorded it. Where no other process writes to
 * the log it is asked only when something has come.
 */
export class KeptFacts {
  private readonly kept = new LRUCache<string, Kept>({ maxSize: KEPT, sizeCalculation: ({ facts }) => sizeOf(facts) });
  /** Streams that are being read, and have got nothing meanwhile. */
  private readonly undisturbed = new Map<string, symbol>();
  /** Ends when something came of which nobody says what it was, such as an append whose answer was lost. */
  private era = 0;

  constructor(private readonly store: EventStore) {
    store.onAppended((events) => this.learn(events));
  }

  /** All facts of a stream, in order. The very same list as before when none has come since. */
  async of(streamId: string): Promise<readonly RecordedEvent[]> {
    const known = this.kept.get(streamId);
    if (known && known.wholeIn === this.era && this.store.soleWriter) return known.facts;
    const { era } = this;
    const reading = Symbol(streamId);
    this.undisturbed.set(streamId, reading);
    try {
      const facts = await this.readOn(streamId, known?.facts ?? NONE);
      const isWhole = this.store.soleWriter && this.undisturbed.get(streamId) === reading && era === this.era;
      this.keep(streamId, facts, isWhole ? era : UNKNOWN);
      return facts;
    } finally {
      if (this.undisturbed.get(streamId) === reading) this.undisturbed.delete(streamId);
    }
  }

  private async readOn(streamId: string, known: readonly RecordedEvent[]): Promise<readonly RecordedEvent[]> {
    const since = await this.store.readStream(streamId, { after: known.at(-1)?.revision ?? 0 });
    if (since.length === 0) return known;
    return known.length === 0 ? since : [...known, ...since];
  }

  private keep(streamId: string, facts: readonly RecordedEvent[], wholeIn: number): void {
    const kept = this.kept.peek(streamId);
    // Who asked later may have been answered sooner, and know more.
    if (facts.length < (kept?.facts.length ?? 1)) return;
    if (kept?.facts === facts) kept.wholeIn = wholeIn;
    else this.kept.set(streamId, { facts, wholeIn });
  }

  private learn(events: readonly RecordedEvent[]): void {
    if (events.length === 0) this.era += 1;
    for (const { streamId } of events) {
      this.undisturbed.delete(streamId);
      const kept = this.kept.peek(streamId);
      if (kept) kept.wholeIn = UNKNOWN;
    }
  }
}

const sizeOf = (facts: readonly RecordedEvent[]): number => facts.reduce((size, fact) => size + weightOf(fact), 0);

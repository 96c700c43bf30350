import type { EventStore, RecordedEvent } from '@opsledger/event-store';
import { LRUCache } from 'lru-cache';

interface Folded<State> {
  readonly state: State;
  readonly revision: number;
}

/**
 * Streams folded straight from the log, each up to its last event at the moment of asking: what was acknowledged is
 * seen, whichever process wrote it. What was folded before is kept, so that asking again reads only what is new.
 */
export class FoldedStreams<State extends object> {
  private readonly folded = new LRUCache<string, Folded<State>>({ max: 10_000 });

  constructor(
    private readonly store: EventStore,
    private readonly initial: State,
    private readonly fold: (state: State, event: RecordedEvent<any>) => State,
  ) {}

  async read(streamId: string): Promise<State> {
    const known = this.folded.get(streamId) ?? { state: this.initial, revision: 0 };
    const events = await this.store.readStream(streamId, { after: known.revision });
    const last = events.at(-1);
    if (!last) return known.state;
    const state = events.reduce(this.fold, known.state);
    this.folded.set(streamId, { state, revision: last.revision });
    return state;
  }
}

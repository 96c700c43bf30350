import type { Aggregate } from '@opsledger/event-sourcing';
import { streamOf, type DomainEvent, type EventStore } from '@opsledger/event-store';

/** How long a change made by another process may go unnoticed, should its wake-up be missed. */
const FRESH_MS = 5_000;

/**
 * A record that every decision of a kind needs, such as settings: read from the log and kept. A change made by this process
 * holds at once, one made by another within seconds.
 */
export class KeptRecord<State, Event extends DomainEvent> {
  private readonly byStore = new WeakMap<EventStore, Reading<State, Event>>();

  constructor(
    private readonly kind: Aggregate<State, Event>,
    private readonly id: string,
  ) {}

  get(store: EventStore): Promise<State> {
    let reading = this.byStore.get(store);
    if (!reading)
      this.byStore.set(store, (reading = new Reading(this.kind, streamOf(this.kind.category, this.id), store)));
    return reading.get();
  }
}

class Reading<State, Event extends DomainEvent> {
  private state: State;
  private revision = 0;
  private freshUntil = 0;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly kind: Aggregate<State, Event>,
    private readonly streamId: string,
    private readonly store: EventStore,
  ) {
    this.state = kind.initial;
    store.onAppended((events) => {
      if (events.some((event) => event.streamId === streamId)) this.freshUntil = 0;
    });
  }

  async get(): Promise<State> {
    while (this.reading || performance.now() >= this.freshUntil) await (this.reading ??= this.read());
    return this.state;
  }

  private async read(): Promise<void> {
    // Before the question, so that a change made while it is under way asks again.
    this.freshUntil = performance.now() + FRESH_MS;
    try {
      for (const event of await this.store.readStream(this.streamId, { after: this.revision })) {
        this.state = this.kind.evolve(this.state, event as unknown as Event);
        this.revision = event.revision;
      }
    } catch (error) {
      this.freshUntil = 0;
      throw error;
    } finally {
      this.reading = undefined;
    }
  }
}

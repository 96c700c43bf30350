import type { EncodedEvent, Placement } from './encoded-event';
import { partsOf, type EventMetadata, type RecordedEvent } from './event';

/**
 * The event as every reader sees it; data and metadata are parsed afresh, so that nobody shares the writer's objects, and
 * when they are first asked for: most readers pass over most events.
 */
export const recordedEvent = (event: EncodedEvent, placement: Placement): RecordedEvent =>
  new LazyEvent(event, placement);

/**
 * A class, as an object literal with accessors costs twenty times as much to make and is slow to read: there are readers
 * by the dozen for each of these. A copy by spreading lacks what is parsed: `copyOf` makes one that does not.
 */
class LazyEvent implements RecordedEvent {
  readonly id: string;
  readonly type: string;
  readonly streamId: string;
  readonly category: string;
  readonly subject: string;
  readonly revision: number;
  readonly position: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly hash: string;
  #data: string | object;
  #metadata: string | EventMetadata;
  readonly #characters: number;

  constructor(event: EncodedEvent, placement: Placement) {
    const { category, subject } = partsOf(placement.streamId);
    this.id = event.id;
    this.type = event.type;
    this.streamId = placement.streamId;
    this.category = category;
    this.subject = subject;
    this.revision = placement.revision;
    this.position = placement.position;
    this.occurredAt = event.occurredAt;
    this.recordedAt = placement.recordedAt;
    this.hash = placement.hash;
    this.#data = event.data;
    this.#metadata = event.metadata;
    this.#characters = event.data.length + event.metadata.length;
  }

  static charactersIn(event: RecordedEvent): number | undefined {
    return #characters in event ? event.#characters : undefined;
  }

  get data(): object {
    if (typeof this.#data === 'string') this.#data = JSON.parse(this.#data) as object;
    return this.#data;
  }

  get metadata(): EventMetadata {
    if (typeof this.#metadata === 'string') this.#metadata = JSON.parse(this.#metadata) as EventMetadata;
    return this.#metadata;
  }

  toJSON(): RecordedEvent {
    return copyOf(this);
  }
}

/** Characters of JSON in data and metadata; nothing is parsed to know it. */
export const charactersIn = (event: RecordedEvent): number =>
  LazyEvent.charactersIn(event) ?? JSON.stringify(event.data).length + JSON.stringify(event.metadata).length;

/** Characters that the rest of an event weighs as much as. */
const REST = 500;

/** Rough size of an event in memory, in characters of text. */
export const weightOf = (event: RecordedEvent): number => REST + charactersIn(event);

/** A plain object with everything the event says. */
export const copyOf = (event: RecordedEvent): RecordedEvent => ({
  id: event.id,
  type: event.type,
  streamId: event.streamId,
  category: event.category,
  subject: event.subject,
  revision: event.revision,
  position: event.position,
  occurredAt: event.occurredAt,
  recordedAt: event.recordedAt,
  hash: event.hash,
  data: event.data,
  metadata: event.metadata,
});

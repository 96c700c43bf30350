/** A fact as a decision states it: its name in the past tense and its data. */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

/** Who did it. `process` is the suite itself acting on a rule, `service` an integration with a token. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'service' | 'process';
}

/**
 * Place of an event in the whole log. Opaque to every reader but this library;
 * any two compare as plain strings (`<`, `===`) in log order.
 */
export type Position = string;

/** The position before the first event. */
export const START: Position = '0'.repeat(16);

/**
 * Whether nothing can lie between two positions of the log; `false` when that is not known. Positions that count events
 * say it; those that are offsets into a file never do, since no event is one byte long.
 */
export const follows = (earlier: Position, later: Position): boolean => Number(later) === Number(earlier) + 1;

/** Where a fact that was not first recorded here came from. */
export interface Provenance {
  /** Import batch, so that a batch can be undone. */
  readonly batch: string;
  /** Source system, e.g. `servicenow`. */
  readonly source: string;
  /** 1-based data row of the source file. */
  readonly row: number;
  /** Set when the source contradicts our state machine: what it said and how it was read. */
  readonly contradiction?: string;
  /** Id under which the fact was recorded first, when this is not the first time that it is told. */
  readonly fact?: string;
}

/** Who recorded an event, on what account, and where it came from. */
export interface EventMetadata {
  readonly actor: Actor;
  /** One id for everything that one request from outside set in motion. */
  readonly correlationId: string;
  /** Id of the event or command that caused this one. */
  readonly causationId?: string;
  /** The client's `Idempotency-Key` and the digest of the request it came with. */
  readonly request?: { readonly key: string; readonly digest: string };
  readonly imported?: Provenance;
  readonly traceparent?: string;
}

/** An event on its way to the log. */
export interface NewEvent<E extends DomainEvent = DomainEvent> {
  /** UUID, made once per fact. A second append under the same id is recognised, never doubled; see `idsUniqueWithin`. */
  readonly id: string;
  readonly type: E['type'];
  readonly data: E['data'];
  /** When it was true: ISO 8601, UTC, milliseconds. */
  readonly occurredAt: string;
  readonly metadata: EventMetadata;
}

/** An event in the log. */
export interface RecordedEvent<E extends DomainEvent = DomainEvent> extends NewEvent<E> {
  /** `<category>-<record id>`, e.g. `incident-0199…`. */
  readonly streamId: string;
  /** First part of the stream id: which kind of record this is about. */
  readonly category: string;
  /** Second part of the stream id: the record's id. */
  readonly subject: string;
  /** 1 for the first event of the stream, then without gaps. */
  readonly revision: number;
  readonly position: Position;
  /** When we learned it: ISO 8601, UTC, milliseconds. */
  readonly recordedAt: string;
  /** SHA-256 (hex) over the previous event's hash and this event; see `chain`. */
  readonly hash: string;
}

/** `streamOf('incident', id)` → `incident-<id>`. */
export const streamOf = (category: string, subject: string): string => `${category}-${subject}`;

/** Splits a stream id at its first dash; categories contain none. */
export function partsOf(streamId: string): { category: string; subject: string } {
  const dash = streamId.indexOf('-');
  return { category: streamId.slice(0, dash), subject: streamId.slice(dash + 1) };
}

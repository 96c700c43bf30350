import type { NewEvent } from './event';
import { UnacceptableEvent } from './errors';
import type { StreamHead } from './event-store';

/** A new event as the log stores it: checked, its data and metadata as JSON text. */
export interface EncodedEvent {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly data: string;
  readonly metadata: string;
}

/** Most characters that one append may carry. */
const MAX_APPEND = 16 * 1024 * 1024;
const MAX_NAME = 512;
/** Ids of events are compared as they are written, so there is one way to write them. */
export const EVENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HASH = /^[0-9a-f]{64}$/;
const MAX_REVISION = 2_000_000_000;
const INSTANT = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** Control characters and halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
/** NUL and halves of surrogate pairs: JSON can escape them, but no database text can hold them. */
const UNSTORABLE = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** @throws UnacceptableEvent when the log cannot hold what is asked */
export function encodeAppend(streamId: string, expected: StreamHead, events: readonly NewEvent[]): EncodedEvent[] {
  if (events.length === 0) throw new UnacceptableEvent('an append needs at least one');
  requireName('stream id', streamId);
  if (streamId.indexOf('-') < 1) throw new UnacceptableEvent(`stream id ${streamId} is not <category>-<record id>`);
  requireHead(expected);
  const encoded = events.map(encode);
  if (sizeOf(encoded) > MAX_APPEND) throw new UnacceptableEvent(`an append holds ${MAX_APPEND} characters at most`);
  requireDistinct(encoded);
  return encoded;
}

/** Characters of JSON in these events. */
export const sizeOf = (events: readonly EncodedEvent[]): number =>
  events.reduce((size, { data, metadata }) => size + data.length + metadata.length, 0);

function encode({ id, type, occurredAt, data, metadata }: NewEvent): EncodedEvent {
  if (!EVENT_ID.test(id)) throw new UnacceptableEvent(`its id ${JSON.stringify(id)} is not a lower-case UUID`);
  requireName('type', type);
  if (!isInstant(occurredAt))
    throw new UnacceptableEvent(`occurredAt ${JSON.stringify(occurredAt)} is not an ISO 8601 instant in UTC with ms`);
  return { id, type, occurredAt, data: jsonOf('data', data), metadata: jsonOf('metadata', metadata) };
}

function requireName(what: string, name: string): void {
  if (name.length > 0 && name.length <= MAX_NAME && !UNPRINTABLE.test(name)) return;
  throw new UnacceptableEvent(`${what} ${JSON.stringify(name)} is empty, too long or unprintable`);
}

function requireHead({ revision, hash }: StreamHead): void {
  if (Number.isInteger(revision) && revision >= 0 && revision < MAX_REVISION && HASH.test(hash)) return;
  throw new UnacceptableEvent(`its expected head ${JSON.stringify({ revision, hash })} is not one of this store`);
}

function isInstant(text: string): boolean {
  if (!INSTANT.test(text)) return false;
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}

function jsonOf(what: string, value: object): string {
  const json = JSON.stringify(value);
  if (json === undefined || json[0] !== '{') throw new UnacceptableEvent(`its ${what} is not an object`);
  if (json.includes('\\u') && UNSTORABLE.test(json))
    throw new UnacceptableEvent(`its ${what} holds a NUL character or half of a surrogate pair`);
  return json;
}

function requireDistinct(events: readonly EncodedEvent[]): void {
  if (events.length === 1 || new Set(events.map(({ id }) => id)).size === events.length) return;
  throw new UnacceptableEvent('two events of one append share an id');
}

/** What only the log knows of an event. */
export interface Placement {
  readonly streamId: string;
  readonly revision: number;
  readonly position: string;
  readonly recordedAt: string;
  readonly hash: string;
}

/** An event exactly as stored: instants as ISO 8601, data and metadata as their JSON texts. */
export type StoredEvent = EncodedEvent & Placement;

/** Log position as readers see it: text that compares in log order. */
export const positionOf = (ordinal: number | string): string => String(ordinal).padStart(16, '0');

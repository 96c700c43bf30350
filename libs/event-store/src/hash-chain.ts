import { hash } from 'node:crypto';
import type { StreamHead } from './event-store';

/** What of an event the chain covers, as it is stored: data and metadata are the exact JSON texts. */
export interface ChainedEvent {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly data: string;
  readonly metadata: string;
}

/**
 * Hashes that continue a stream's chain from its head, one per event, hex.
 *
 * Positions are not covered, so that a log can move between stores; the order over streams is
 * covered by checkpoints.
 */
export function chain(head: StreamHead, streamId: string, events: readonly ChainedEvent[]): string[] {
  let previous = head.hash;
  return events.map((event, index) => (previous = hashOf(previous, streamId, head.revision + index + 1, event)));
}

/** SHA-256 (hex) over the previous event's hash and one event. */
export const hashOf = (previous: string, streamId: string, revision: number, event: ChainedEvent): string =>
  hash('sha256', previous + canonical(streamId, revision, event), 'hex');

const canonical = (streamId: string, revision: number, event: ChainedEvent): string =>
  field(event.id) +
  field(streamId) +
  field(String(revision)) +
  field(event.type) +
  field(event.occurredAt) +
  field(event.recordedAt) +
  field(event.data) +
  field(event.metadata);

/** The length in front says where a field ends, so no two events share an encoding. */
const field = (text: string): string => `${text.length}:${text}`;

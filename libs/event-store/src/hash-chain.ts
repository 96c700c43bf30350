import { hash } from 'node:crypto';
import type { StreamHead } from './event-store';

/** What of an event the chain covers, as it is stored: data and metadata are the exact JSON texts. */
export interface ChainedEvent {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly data: string;
  readonly metadata: string;
}

/**
 * Hashes that continue a stream's chain from its head, one per event, hex; all of them recorded at one instant.
 *
 * Positions are not covered, so that a log can move between stores; the order over streams is
 * covered by checkpoints.
 */
export function chain(
  head: StreamHead,
  streamId: string,
  recordedAt: string,
  events: readonly ChainedEvent[],
): string[] {
  let previous = head.hash;
  return events.map(
    (event, index) => (previous = hashOf(previous, streamId, head.revision + index + 1, recordedAt, event)),
  );
}

/** SHA-256 (hex) over the previous event's hash and one event. */
export const hashOf = (
  previous: string,
  streamId: string,
  revision: number,
  recordedAt: string,
  { id, type, occurredAt, data, metadata }: ChainedEvent,
): string =>
  hash(
    'sha256',
    previous + fields(id, streamId, String(revision), type, occurredAt, recordedAt, data, metadata),
    'hex',
  );

/** The length in front says where a field ends, so no two events share an encoding. */
function fields(...texts: string[]): string {
  let encoded = '';
  for (const text of texts) encoded += `${text.length}:${text}`;
  return encoded;
}

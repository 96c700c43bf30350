import { randomUUID } from 'node:crypto';
import type { NewEvent } from '../event';
import type { EventStore, StreamHead } from '../event-store';
import { NO_STREAM } from '../event-store';

/** An event that is like those of an incident; `change` replaces what matters to the test. */
export const aFact = (change: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'IncidentNoted',
  data: { text: 'The mail relay answers again', priority: 'P3', minutes: 12.5, tags: ['mail', 'relay'], closed: null },
  occurredAt: '2026-03-01T09:00:00.000Z',
  metadata: {
    actor: { id: 'p-1', name: 'Grace Hopper', kind: 'person' },
    correlationId: 'c-1',
  },
  ...change,
});

/** So many events, each with an id of its own. */
export const facts = (count: number): NewEvent[] => Array.from({ length: count }, () => aFact());

/** Name of a stream that nobody has written to. */
export const aStream = (): string => `incident-${randomUUID()}`;

/** Head of a stream as a fresh reader would find it. */
export async function headOf(store: EventStore, streamId: string): Promise<StreamHead> {
  const last = (await store.readStream(streamId)).at(-1);
  return last ? { revision: last.revision, hash: last.hash } : NO_STREAM;
}

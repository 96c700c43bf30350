import { randomUUID } from 'node:crypto';
import { START, streamOf, type NewEvent, type RecordedEvent } from '@opsledger/event-store';
import type { LinkedEvent } from './linked-event';

/** A note of Ada's on an incident, with a new id, save what `change` says. */
export const aFact = (change: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'IncidentWorkNoted',
  data: { keys: { number: 'INC1', state: 'new' }, body: 'Looked at it' },
  occurredAt: '2026-03-01T09:00:00.000Z',
  metadata: { actor: { id: 'p1', name: 'Ada', kind: 'person' }, correlationId: 'c1' },
  ...change,
});

/** The same note as the nth event of the log: position and time of recording follow from `ordinal`. */
export function anEvent(ordinal: number, change: Partial<RecordedEvent> = {}): RecordedEvent {
  const { category = 'incident', subject = 'a' } = change;
  return {
    ...aFact(),
    category,
    subject,
    streamId: streamOf(category, subject),
    revision: 1,
    position: String(ordinal).padStart(16, '0'),
    recordedAt: new Date(Date.UTC(2026, 2, 1, 9) + ordinal).toISOString(),
    hash: '0'.repeat(64),
    ...change,
  };
}

/** Each event with the position of the one before it. */
export const chained = (events: readonly RecordedEvent[], after = START): LinkedEvent[] =>
  events.map((event, index) => ({ event, previous: events[index - 1]?.position ?? after }));

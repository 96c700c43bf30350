import { NO_STREAM, START, charactersIn, type DomainEvent, type RecordedEvent } from '@opsledger/event-store';
import type { Aggregate } from '../decider/aggregate';
import type { FoldedRecord } from './record-cache';

/** Of a record, whatever its events say. */
const LEAST_WEIGHT = 500;

/** A record nothing has happened to yet. */
export const unborn = <State, Event extends DomainEvent>(aggregate: Aggregate<State, Event>): FoldedRecord<State> => ({
  state: aggregate.initial,
  head: NO_STREAM,
  position: START,
  weight: LEAST_WEIGHT,
});

/** Goes on folding a record where it stands. */
export function foldOn<State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  record: FoldedRecord<State>,
  events: readonly RecordedEvent[],
): FoldedRecord<State> {
  const last = events.at(-1);
  if (!last) return record;
  let { state, weight } = record;
  for (const event of events) {
    state = aggregate.evolve(state, event as unknown as Event);
    weight += charactersIn(event);
  }
  return { state, head: { revision: last.revision, hash: last.hash }, position: last.position, weight };
}

import { NO_STREAM, START, type DomainEvent, type RecordedEvent } from '@opsledger/event-store';
import type { Aggregate } from '../decider/aggregate';
import { weightOf, type FoldedRecord } from './record-cache';

/** A record nothing has happened to yet. */
export const unborn = <State, Event extends DomainEvent>(aggregate: Aggregate<State, Event>): FoldedRecord<State> => ({
  state: aggregate.initial,
  head: NO_STREAM,
  position: START,
  weight: weightOf(aggregate.initial),
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
    weight += weightOf(event.data);
  }
  return { state, head: { revision: last.revision, hash: last.hash }, position: last.position, weight };
}

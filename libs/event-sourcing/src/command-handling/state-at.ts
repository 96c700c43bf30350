import type { DomainEvent, EventStore } from '@opsledger/event-store';
import type { Aggregate } from '../decider/aggregate';
import { utcMilliseconds } from './new-events';

/** Which past is meant. Several together narrow it down. */
export interface PointInTime {
  /** What was true then: facts that had occurred, whenever we learned of them. ISO 8601. */
  readonly asOf?: string;
  /** What we knew then: facts that had been recorded. ISO 8601. */
  readonly knownAt?: string;
  /** What was so after this revision. */
  readonly revision?: number;
}

/** A record as its facts up to then add up; without any fact by then there is none. */
export interface PastState<State> {
  readonly state: State;
  /** Highest revision that counted. */
  readonly revision: number;
}

/**
 * A record as it was; absent when nothing of it counts at that point.
 * Facts are folded in the order they were recorded, also those recorded late.
 *
 * @throws RangeError when an instant is none
 */
export async function stateAt<State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  store: EventStore,
  streamId: string,
  point: PointInTime = {},
): Promise<PastState<State> | undefined> {
  const asOf = point.asOf && utcMilliseconds(point.asOf);
  const knownAt = point.knownAt && utcMilliseconds(point.knownAt);
  const facts = (await store.readStream(streamId)).filter(
    (event) =>
      (!asOf || event.occurredAt <= asOf) &&
      (!knownAt || event.recordedAt <= knownAt) &&
      (point.revision === undefined || event.revision <= point.revision),
  );
  const last = facts.at(-1);
  if (!last) return undefined;
  const state = facts.reduce((folded, event) => aggregate.evolve(folded, event as unknown as Event), aggregate.initial);
  return { state, revision: last.revision };
}

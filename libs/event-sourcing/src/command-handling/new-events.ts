import type { DomainEvent, EventMetadata, NewEvent } from '@opsledger/event-store';
import { v7 as uuidV7 } from 'uuid';
import type { Fact } from '../decider/command';
import type { CommandOrder } from './command-order';
import { requestEventId } from './event-id';

/** What the decision said, dressed for the log: ids, times, and who and what caused it. */
export function newEvents(order: CommandOrder, facts: readonly Fact<DomainEvent>[]): NewEvent[] {
  const { request } = order;
  return facts.map((fact, index) => ({
    id: fact.id ?? (request ? requestEventId(order.actor, request.key, index) : uuidV7()),
    type: fact.type,
    data: fact.data,
    occurredAt: utcMilliseconds(fact.occurredAt ?? order.now),
    metadata: metadataOf(order, fact),
  }));
}

/** Absent members are left out rather than undefined: what is hashed is what is stored. */
function metadataOf(order: CommandOrder, fact: Fact<DomainEvent>): EventMetadata {
  return {
    actor: fact.actor ?? order.actor,
    correlationId: order.correlationId,
    ...(order.causationId !== undefined && { causationId: order.causationId }),
    ...(order.request && { request: { key: order.request.key, digest: order.request.digest } }),
    ...(fact.imported && { imported: fact.imported }),
    ...(order.traceparent !== undefined && { traceparent: order.traceparent }),
  };
}

const UTC_MILLISECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * An instant the way the log writes it, so that instants compare as text: ISO 8601, UTC, milliseconds.
 *
 * @throws RangeError when it is no instant
 */
export const utcMilliseconds = (instant: string): string =>
  UTC_MILLISECONDS.test(instant) ? instant : new Date(instant).toISOString();

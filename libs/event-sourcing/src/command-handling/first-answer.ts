import type { Actor, EventStore, RecordedEvent } from '@opsledger/event-store';
import type { CommandOutcome, RequestIdentity } from './command-order';
import { IdempotencyKeyReused } from './errors';
import { requestEventId } from './event-id';

/**
 * What a keyed request was answered when it was first carried out; absent when it never was.
 *
 * @throws IdempotencyKeyReused when the key belongs to another request
 */
export async function firstAnswer(
  store: EventStore,
  streamId: string,
  actor: Actor,
  request: RequestIdentity,
): Promise<CommandOutcome<never> | undefined> {
  const first = await store.findEvent(requestEventId(actor, request.key, 0), streamId);
  if (!first) return undefined;
  const onwards = await store.readStream(first.streamId, { after: first.revision - 1 });
  const end = onwards.findIndex((event, index) => index > 0 && !isOfSameRequest(first, event));
  return repeatedOutcome(actor, request, end === -1 ? onwards : onwards.slice(0, end));
}

/** Facts that carry ids and authors of their own belong to it as well; another actor's request may have the same key. */
function isOfSameRequest({ metadata: { request } }: RecordedEvent, { id, metadata }: RecordedEvent): boolean {
  const beginsAnother = request !== undefined && id === requestEventId(metadata.actor, request.key, 0);
  return metadata.request?.key === request?.key && metadata.request?.digest === request?.digest && !beginsAnother;
}

/**
 * The answer to a request whose events the log knew already.
 *
 * @throws IdempotencyKeyReused when the key belongs to another request
 */
export function repeatedOutcome(
  actor: Actor,
  request: RequestIdentity | undefined,
  events: readonly RecordedEvent[],
): CommandOutcome<never> {
  const [first, last] = [events[0]!, events.at(-1)!];
  // Imported facts carry ids of their own: whoever brings them again, under whatever key, misuses none.
  const isOfKey = request !== undefined && first.id === requestEventId(actor, request.key, 0);
  if (isOfKey && first.metadata.request?.digest !== request.digest) throw new IdempotencyKeyReused(request.key);
  return { id: last.subject, version: last.revision, position: last.position, events, repeated: true };
}

import type { RecordedEvent } from '@opsledger/event-store';
import { namespaceOf, uuidV5 } from '../uuid-v5';
import type { Effect, Order, Process } from './process';

/** An order with everything its sending needs, under a key that is unique within its process. */
export interface PlannedOrder {
  readonly key: string;
  /** ISO 8601 UTC. */
  readonly due: string;
  /** The same whenever the same cause is read again, so that a second sending has no second effect. */
  readonly requestId: string;
  readonly order: Order;
  /** Keys of the orders that are answered first. */
  readonly after?: readonly string[];
  readonly causationId: string;
  readonly correlationId: string;
}

/** An event whose reaction failed (`error`), or one of the same stream that waits behind it. */
export interface ParkedReaction {
  /** The event's stream. */
  readonly key: string;
  readonly event: RecordedEvent;
  readonly error?: Error;
}

/** What a batch of events does to a process's timers. */
export interface Plan {
  readonly orders: ReadonlyMap<string, PlannedOrder>;
  /** Keys of timers that shall be gone. */
  readonly cancelled: ReadonlySet<string>;
  readonly parked: readonly ParkedReaction[];
}

const NAMESPACE = namespaceOf('5d0f7a3e-63a0-4d3c-9f57-0a6a3f6f2b11');

/**
 * Reactions of a process to events, in log order. Never throws: a failed reaction parks its event and its stream's later
 * ones.
 */
export function planOrders(
  process: Process,
  events: readonly RecordedEvent[],
  parkedStreams: ReadonlySet<string>,
): Plan {
  const orders = new Map<string, PlannedOrder>();
  const cancelled = new Set<string>();
  const parked: ParkedReaction[] = [];
  const stuck = new Set(parkedStreams);
  for (const event of events) {
    if (!Object.hasOwn(process.handlers, event.type)) continue;
    const key = event.streamId;
    if (stuck.has(key)) {
      parked.push({ key, event });
      continue;
    }
    try {
      for (const { key, planned } of reactionTo(process, event)) {
        (planned ? cancelled : orders).delete(key);
        if (planned) orders.set(key, planned);
        else cancelled.add(key);
      }
    } catch (error) {
      parked.push({ key, event, error: error instanceof Error ? error : new Error(String(error)) });
      stuck.add(key);
    }
  }
  return { orders, cancelled, parked };
}

interface Reaction {
  readonly key: string;
  /** Absent when the timer with this key shall be gone. */
  readonly planned?: PlannedOrder;
}

function reactionTo(process: Process, event: RecordedEvent): readonly Reaction[] {
  const effects = process.handlers[event.type]?.(event) ?? [];
  const keys = new Map(effects.map((effect, index) => [effect, `${event.id} ${index}`]));
  return effects.map((effect) => reaction(process.name, event, effect, keys));
}

function reaction(process: string, event: RecordedEvent, effect: Effect, keys: ReadonlyMap<Effect, string>): Reaction {
  switch (effect.kind) {
    case 'send': {
      const key = keys.get(effect)!;
      const sent = planned(process, event, key, event.recordedAt, effect.order);
      return { key, planned: effect.after ? { ...sent, after: keysOf(effect.after, keys) } : sent };
    }
    case 'schedule': {
      const due = new Date(effect.due);
      if (Number.isNaN(due.getTime()))
        throw new RangeError(`Timer ${effect.key} is due at ${effect.due}, which is no instant.`);
      // Nothing fires for the past: whoever imports history does not want its reminders.
      if (due.getTime() <= Date.parse(event.recordedAt)) return { key: effect.key };
      return { key: effect.key, planned: planned(process, event, effect.key, due.toISOString(), effect.order) };
    }
    case 'cancel':
      return { key: effect.key };
    default:
      return effect satisfies never;
  }
}

function keysOf(effects: readonly Effect[], keys: ReadonlyMap<Effect, string>): readonly string[] {
  return effects.map((effect) => {
    const key = effect.kind === 'send' ? keys.get(effect) : undefined;
    if (key === undefined) throw new RangeError('An order waits for one that its reaction does not send.');
    return key;
  });
}

const planned = (process: string, event: RecordedEvent, key: string, due: string, order: Order): PlannedOrder => ({
  key,
  due,
  requestId: uuidV5(NAMESPACE, `${process} ${event.id} ${key} ${due}`),
  order,
  causationId: event.id,
  correlationId: event.metadata.correlationId,
});

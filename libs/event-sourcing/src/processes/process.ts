import type { DomainEvent, RecordedEvent } from '@opsledger/event-store';

/** A command a process wants sent. Its id is derived from the cause, so a second sending has no second effect. */
export interface Order {
  readonly service: string;
  readonly type: string;
  /** Id of the record that it is addressed to. */
  readonly id: string;
  readonly data: object;
  /** Sent when the order is refused and somebody must hear of it: its data with the `code` and the `reason` of the no. */
  readonly ifRefused?: Omit<Order, 'ifRefused'>;
}

/**
 * What a reaction asks for. `schedule` replaces an earlier timer with the same key; a timer already
 * due when its cause was recorded is dropped: nothing fires for the past.
 */
export type Effect =
  | { readonly kind: 'send'; readonly order: Order; readonly after?: readonly Effect[] }
  | { readonly kind: 'schedule'; readonly key: string; readonly due: string; readonly order: Order }
  | { readonly kind: 'cancel'; readonly key: string };

/** A reaction of the suite to its own facts: events in, orders and timers out. Pure. */
export interface Process<Event extends DomainEvent = any> {
  /** Unique over all services; its orders' ids follow from it, and under another name it reads the log from the start. */
  readonly name: string;
  /**
   * How long its due orders may wait for commands of people while there is much to do, in milliseconds; 0 unless told.
   * For work that nobody waits for and that costs as much as the commands that cause it.
   */
  readonly patienceMs?: number;
  readonly handlers: {
    readonly [Type in Event['type']]?: (event: RecordedEvent<Extract<Event, { type: Type }>>) => readonly Effect[];
  };
}

/** Keeps the types of a process together; returns it unchanged. */
export const process = <Event extends DomainEvent>(definition: Process<Event>): Process<Event> => definition;

/**
 * Makes orders to the records of one service.
 *
 * @param service as its contracts call it, e.g. `incident`
 */
export const ordersTo =
  (service: string) =>
  (type: string, id: string, data: object): Order => ({ service, type, id, data });

/** Asks for an order to be sent at once. */
export const send = (order: Order): Effect => ({ kind: 'send', order });

/**
 * Asks for an order to be sent once others that the same reaction asks to be sent are answered, with yes or no: what it
 * is about may be theirs to make.
 */
export const sendAfter = (after: readonly Effect[], order: Order): Effect => ({ kind: 'send', order, after });

/** Asks for an order to be sent at `due`, ISO 8601 UTC, in place of an earlier timer of that key. */
export const schedule = (key: string, due: string, order: Order): Effect => ({ kind: 'schedule', key, due, order });

/** Takes a timer away; nothing happens where there is none. */
export const cancel = (key: string): Effect => ({ kind: 'cancel', key });

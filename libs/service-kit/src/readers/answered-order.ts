import type { Order } from '@opsledger/event-sourcing';

/** A no to an order, as the report of it carries it beside its own data. */
export interface OrderRefusal {
  readonly code: string;
  readonly reason: string;
}

/** An order whose refusal somebody must hear of: then `ifRefused` is sent, its data with `code` and `reason`. */
export interface AnsweredOrder extends Order {
  readonly ifRefused: Order;
}

const LONGEST_REASON = 2_000;

/** The report of a refusal; undefined: nobody asked for one. */
export function reportOf(order: Order, refusal: OrderRefusal): Order | undefined {
  const { ifRefused } = order as Partial<AnsweredOrder>;
  if (!ifRefused) return undefined;
  const { code, reason } = refusal;
  return { ...ifRefused, data: { ...ifRefused.data, code, reason: reason.slice(0, LONGEST_REASON) } };
}

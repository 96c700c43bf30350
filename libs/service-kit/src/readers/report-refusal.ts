import type { Order } from '@opsledger/event-sourcing';

/** A no to an order, as the report of it carries it beside its own data. */
export interface OrderRefusal {
  readonly code: string;
  readonly reason: string;
}

const LONGEST_REASON = 2_000;

/** The report of a refusal; undefined: nobody asked for one. */
export function reportOf({ ifRefused }: Order, refusal: OrderRefusal): Order | undefined {
  if (!ifRefused) return undefined;
  const { code, reason } = refusal;
  return { ...ifRefused, data: { ...ifRefused.data, code, reason: reason.slice(0, LONGEST_REASON) } };
}

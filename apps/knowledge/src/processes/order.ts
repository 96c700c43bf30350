import { ordersTo } from '@opsledger/event-sourcing';

/** An order to an article, or to what is recorded of its use. */
export const order = ordersTo('knowledge');

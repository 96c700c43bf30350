import { ordersTo } from '@opsledger/event-sourcing';

/** An order to an incident. */
export const order = ordersTo('incident');

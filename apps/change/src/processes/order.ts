import { ordersTo } from '@opsledger/event-sourcing';

/** An order to this service. */
export const order = ordersTo('change');

import type { Order } from '@opsledger/event-sourcing';

/** An order to this service. */
export const order = (type: string, id: string, data: object): Order => ({ service: 'change', type, id, data });

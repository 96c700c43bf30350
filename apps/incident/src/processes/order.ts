import type { Order } from '@opsledger/event-sourcing';

/** An order to an incident. */
export const order = (type: string, id: string, data: object): Order => ({ service: 'incident', type, id, data });

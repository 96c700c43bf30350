import type { Order } from '@opsledger/event-sourcing';

/** An order to an article, or to what is recorded of its use. */
export const order = (type: string, id: string, data: object): Order => ({ service: 'knowledge', type, id, data });

import type { Order } from '@opsledger/event-sourcing';

export const toProblem = (type: string, id: string, data: object): Order => ({ service: 'problem', type, id, data });
export const toIncident = (type: string, id: string, data: object): Order => ({ service: 'incident', type, id, data });

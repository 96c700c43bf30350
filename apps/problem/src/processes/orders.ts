import { ordersTo } from '@opsledger/event-sourcing';

export const toProblem = ordersTo('problem');
export const toIncident = ordersTo('incident');

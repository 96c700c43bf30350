import type { ServiceDefinition } from '@opsledger/service-kit';

/** Changes, their approval and calendar, releases and deployments. */
export const changeService: ServiceDefinition = {
  name: 'change',
  aggregates: [],
  projections: [],
  processes: [],
  queries: {},
  problems: {},
};

import type { ServiceDefinition } from '@opsledger/service-kit';

/** Causes behind incidents: known errors, root causes, and what fixes them. */
export const problemService: ServiceDefinition = {
  name: 'problem',
  aggregates: [],
  projections: [],
  processes: [],
  queries: {},
  problems: {},
};

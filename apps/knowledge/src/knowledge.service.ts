import type { ServiceDefinition } from '@opsledger/service-kit';

/** Articles: drafted, reviewed, published, found and used. */
export const knowledgeService: ServiceDefinition = {
  name: 'knowledge',
  aggregates: [],
  projections: [],
  processes: [],
  queries: {},
  problems: {},
};

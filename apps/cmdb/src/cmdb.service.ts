import type { ServiceDefinition } from '@opsledger/service-kit';

/** What there is, how it hangs together, and who is affected when it fails. */
export const cmdbService: ServiceDefinition = {
  name: 'cmdb',
  aggregates: [],
  projections: [],
  processes: [],
  queries: {},
  problems: {},
};

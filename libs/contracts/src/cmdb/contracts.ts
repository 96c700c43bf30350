import type { ServiceContracts } from '../kit';

/** What the cmdb service publishes. */
export const cmdbContracts: ServiceContracts = {
  service: 'cmdb',
  title: 'Configuration items',
  events: [],
  commands: [],
  queries: [],
};

import type { ServiceContracts } from '../kit';

/** What the change service publishes. */
export const changeContracts: ServiceContracts = {
  service: 'change',
  title: 'Changes and releases',
  events: [],
  commands: [],
  queries: [],
};

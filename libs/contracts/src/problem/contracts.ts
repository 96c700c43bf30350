import type { ServiceContracts } from '../kit';

/** What the problem service publishes. */
export const problemContracts: ServiceContracts = {
  service: 'problem',
  title: 'Problems',
  events: [],
  commands: [],
  queries: [],
};

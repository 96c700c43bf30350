import type { ServiceContracts } from '../kit';

/** What the knowledge service publishes. */
export const knowledgeContracts: ServiceContracts = {
  service: 'knowledge',
  title: 'Knowledge',
  events: [],
  commands: [],
  queries: [],
};

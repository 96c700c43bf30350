import type { ServiceContracts } from '../kit';
import { doraQueries } from './dora';
import { reportingQueries } from './queries';

/** What reporting publishes: figures that say what they mean. It records no facts of its own. */
export const reportingContracts: ServiceContracts = {
  service: 'reporting',
  title: 'Reporting',
  events: [],
  commands: [],
  queries: [...reportingQueries, ...doraQueries],
};

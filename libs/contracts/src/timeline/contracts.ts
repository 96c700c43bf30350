import type { ServiceContracts } from '../kit';
import { insightQueries } from './insights';
import { timelineQueries } from './queries';

/** What can be asked about records of all services together. */
export const timelineContracts: ServiceContracts = {
  service: 'timeline',
  title: 'Links and timeline',
  events: [],
  commands: [],
  queries: [...timelineQueries, ...insightQueries],
};

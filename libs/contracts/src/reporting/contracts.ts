import type { ServiceContracts } from '../kit';
import { changeReportQueries } from './changes';
import { cmdbReportQueries } from './cmdb';
import { doraQueries } from './dora';
import { knowledgeReportQueries } from './knowledge';
import { problemReportQueries } from './problems';
import { reportingQueries } from './queries';

/** What reporting publishes: figures that say what they mean. It records no facts of its own. */
export const reportingContracts: ServiceContracts = {
  service: 'reporting',
  title: 'Reporting',
  events: [],
  commands: [],
  queries: [
    ...reportingQueries,
    ...changeReportQueries,
    ...problemReportQueries,
    ...knowledgeReportQueries,
    ...cmdbReportQueries,
    ...doraQueries,
  ],
};

import { changeContracts } from './change';
import { cmdbContracts } from './cmdb';
import { directoryContracts } from './directory';
import { incidentContracts } from './incident';
import type { ServiceContracts } from './kit';
import { knowledgeContracts } from './knowledge';
import { problemContracts } from './problem';
import { reportingContracts } from './reporting';
import { slaContracts } from './sla';
import { timelineContracts } from './timeline';

/** What all services publish; a new service is a line here. */
export const publishedContracts: readonly ServiceContracts[] = [
  directoryContracts,
  incidentContracts,
  problemContracts,
  changeContracts,
  cmdbContracts,
  knowledgeContracts,
  slaContracts,
  timelineContracts,
  reportingContracts,
];

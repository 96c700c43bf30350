import { changeService } from '@opsledger/change';
import { cmdbService } from '@opsledger/cmdb';
import {
  changeContracts,
  cmdbContracts,
  directoryContracts,
  incidentContracts,
  knowledgeContracts,
  problemContracts,
  reportingContracts,
  slaContracts,
  timelineContracts,
  type ServiceContracts,
} from '@opsledger/contracts';
import { directoryService } from '@opsledger/directory';
import { incidentService } from '@opsledger/incident';
import { knowledgeService } from '@opsledger/knowledge';
import { problemService } from '@opsledger/problem';
import { reportingService } from '@opsledger/reporting';
import type { ServiceDefinition } from '@opsledger/service-kit';
import { slaService } from '@opsledger/sla';
import { timelineService } from '@opsledger/timeline';

export interface HostedService {
  readonly definition: ServiceDefinition;
  readonly contracts: ServiceContracts;
}

/** What runs in this process; a new service is a line here. */
export const SERVICES: readonly HostedService[] = [
  { definition: directoryService, contracts: directoryContracts },
  { definition: incidentService, contracts: incidentContracts },
  { definition: problemService, contracts: problemContracts },
  { definition: changeService, contracts: changeContracts },
  { definition: cmdbService, contracts: cmdbContracts },
  { definition: knowledgeService, contracts: knowledgeContracts },
  { definition: slaService, contracts: slaContracts },
  { definition: timelineService, contracts: timelineContracts },
  { definition: reportingService, contracts: reportingContracts },
];

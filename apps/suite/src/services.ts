import {
  directoryContracts,
  incidentContracts,
  reportingContracts,
  slaContracts,
  type ServiceContracts,
} from '@opsledger/contracts';
import { directoryService } from '@opsledger/directory';
import { incidentService } from '@opsledger/incident';
import { reportingService } from '@opsledger/reporting';
import type { ServiceDefinition } from '@opsledger/service-kit';
import { slaService } from '@opsledger/sla';

export interface HostedService {
  readonly definition: ServiceDefinition;
  readonly contracts: ServiceContracts;
}

/** What runs in this process; a new service is a line here. */
export const SERVICES: readonly HostedService[] = [
  { definition: directoryService, contracts: directoryContracts },
  { definition: incidentService, contracts: incidentContracts },
  { definition: slaService, contracts: slaContracts },
  { definition: reportingService, contracts: reportingContracts },
];

import { incidentContracts } from '@opsledger/contracts';
import type { HostedService } from '@opsledger/service-kit';

import { incidentService } from './incident.service';

/** What a process that runs this service hosts. */
export const hostedIncident: HostedService = { definition: incidentService, contracts: incidentContracts };

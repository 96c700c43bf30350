import { reportingContracts } from '@opsledger/contracts';
import type { HostedService } from '@opsledger/service-kit';
import { prepareForAnalysts } from './analyst-role';
import { reportingService } from './reporting.service';

/** What a process that runs this service hosts. */
export const hostedReporting: HostedService = {
  definition: reportingService,
  contracts: reportingContracts,
  prepare: prepareForAnalysts,
};

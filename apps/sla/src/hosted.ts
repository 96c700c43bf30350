import { slaContracts } from '@opsledger/contracts';
import type { HostedService } from '@opsledger/service-kit';
import { provideSlas } from './provide-slas';
import { slaService } from './sla.service';

/** What a process that runs this service hosts. */
export const hostedSla: HostedService = { definition: slaService, contracts: slaContracts, provide: provideSlas };

import { directoryContracts } from '@opsledger/contracts';
import type { HostedService } from '@opsledger/service-kit';
import { provideAdminToken } from './provide-admin-token';
import { directoryService } from './directory.service';

/** What a process that runs this service hosts. */
export const hostedDirectory: HostedService = {
  definition: directoryService,
  contracts: directoryContracts,
  provide: provideAdminToken,
};

import { changeContracts } from '@opsledger/contracts';
import type { HostedService } from '@opsledger/service-kit';

import { changeService } from './change.service';

/** What a process that runs this service hosts. */
export const hostedChange: HostedService = { definition: changeService, contracts: changeContracts };

import { cmdbContracts } from '@opsledger/contracts';
import type { HostedService } from '@opsledger/service-kit';

import { cmdbService } from './cmdb.service';

/** What a process that runs this service hosts. */
export const hostedCmdb: HostedService = { definition: cmdbService, contracts: cmdbContracts };

import { problemContracts } from '@opsledger/contracts';
import type { HostedService } from '@opsledger/service-kit';

import { problemService } from './problem.service';

/** What a process that runs this service hosts. */
export const hostedProblem: HostedService = { definition: problemService, contracts: problemContracts };

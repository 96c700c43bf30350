import { timelineContracts } from '@opsledger/contracts';
import type { HostedService } from '@opsledger/service-kit';

import { timelineService } from './timeline.service';

/** What a process that runs this service hosts. */
export const hostedTimeline: HostedService = { definition: timelineService, contracts: timelineContracts };

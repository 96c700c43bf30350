import { knowledgeContracts } from '@opsledger/contracts';
import type { HostedService } from '@opsledger/service-kit';

import { knowledgeService } from './knowledge.service';

/** What a process that runs this service hosts. */
export const hostedKnowledge: HostedService = { definition: knowledgeService, contracts: knowledgeContracts };

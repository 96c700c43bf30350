import { runService } from '@opsledger/service-host';
import { hostedKnowledge } from './hosted';

void runService(hostedKnowledge);

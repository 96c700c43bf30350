import { runService } from '@opsledger/service-host';
import { hostedProblem } from './hosted';

void runService(hostedProblem);

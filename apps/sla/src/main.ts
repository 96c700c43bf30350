import { runService } from '@opsledger/service-host';
import { hostedSla } from './hosted';

void runService(hostedSla);

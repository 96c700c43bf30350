import { runService } from '@opsledger/service-host';
import { hostedIncident } from './hosted';

void runService(hostedIncident);

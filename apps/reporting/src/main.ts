import { runService } from '@opsledger/service-host';
import { hostedReporting } from './hosted';

void runService(hostedReporting);

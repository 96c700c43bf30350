import { runService } from '@opsledger/service-host';
import { hostedChange } from './hosted';

void runService(hostedChange);

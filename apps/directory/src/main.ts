import { runService } from '@opsledger/service-host';
import { hostedDirectory } from './hosted';

void runService(hostedDirectory);

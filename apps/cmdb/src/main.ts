import { runService } from '@opsledger/service-host';
import { hostedCmdb } from './hosted';

void runService(hostedCmdb);

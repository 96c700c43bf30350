import { runService } from '@opsledger/service-host';
import { hostedTimeline } from './hosted';

void runService(hostedTimeline);

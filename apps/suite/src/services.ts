import { hostedChange } from '@opsledger/change';
import { hostedCmdb } from '@opsledger/cmdb';
import { hostedDirectory } from '@opsledger/directory';
import { hostedIncident } from '@opsledger/incident';
import { hostedKnowledge } from '@opsledger/knowledge';
import { hostedProblem } from '@opsledger/problem';
import { hostedReporting } from '@opsledger/reporting';
import type { HostedService } from '@opsledger/service-kit';
import { hostedSla } from '@opsledger/sla';
import { hostedTimeline } from '@opsledger/timeline';

/** What runs in this process; a new service is a line here. */
export const SERVICES: readonly HostedService[] = [
  hostedDirectory,
  hostedIncident,
  hostedProblem,
  hostedChange,
  hostedCmdb,
  hostedKnowledge,
  hostedSla,
  hostedTimeline,
  hostedReporting,
];

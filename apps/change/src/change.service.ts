import type { ServiceDefinition } from '@opsledger/service-kit';
import { deployment } from './deployment/deployment';
import { deploymentLookups } from './deployment/deployment-lookups';
import { deploymentProblems } from './deployment/deployment-problems';
import { deploymentQueryHandlers } from './queries/deployments';
import { releaseQueryHandlers } from './queries/releases';
import { deploymentList } from './read-models/deployment-list/deployment-list';
import { releaseList } from './read-models/release-list/release-list';
import { release } from './release/release';
import { releaseLookups } from './release/release-lookups';
import { releaseProblems } from './release/release-problems';

/** Changes, their approval and calendar, releases and deployments. */
export const changeService: ServiceDefinition = {
  name: 'change',
  aggregates: [release, deployment],
  lookups: { ...releaseLookups, ...deploymentLookups },
  projections: [releaseList, deploymentList],
  processes: [],
  queries: { ...releaseQueryHandlers, ...deploymentQueryHandlers },
  problems: { ...releaseProblems, ...deploymentProblems },
};

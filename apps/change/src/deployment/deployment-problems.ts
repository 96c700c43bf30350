import type { ProblemKind } from '@opsledger/service-kit';
import type { DeploymentRefusal } from './deployment.errors';

export const deploymentProblems: Readonly<Record<DeploymentRefusal, ProblemKind>> = {
  'deployment-not-found': { status: 404, title: 'No such deployment' },
  'deployment-id-mismatch': { status: 422, title: 'Deployment has another id' },
  'deployment-conflict': { status: 409, title: 'Reported otherwise before' },
  'deployment-outcome-incomplete': { status: 422, title: 'Outcome and time come together' },
  'deployment-times-reversed': { status: 422, title: 'Ended before it began' },
  'deployment-time-to-come': { status: 422, title: 'Time is still to come' },
  'deployment-release-unknown': { status: 422, title: 'No such release' },
  'deployment-release-taken': { status: 409, title: 'Belongs to another release' },
};

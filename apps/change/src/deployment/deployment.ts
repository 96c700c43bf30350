import type { DeploymentEvent } from '@opsledger/contracts';
import { aggregate, existingOr } from '@opsledger/event-sourcing';
import { correctDeployment } from './commands/correct-deployment';
import { linkDeployment, unlinkDeployment } from './commands/link-deployment';
import { reportDeployment } from './commands/report-deployment';
import { deploymentNotFound } from './deployment.errors';
import { isKnown, type Deployment } from './deployment-state';
import { evolve } from './evolve';

const existing = existingOr(isKnown, deploymentNotFound);

/** A deployment as pipelines report it. */
export const deployment = aggregate<Deployment, DeploymentEvent>({
  category: 'deployment',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    ReportDeployment: reportDeployment,
    CorrectDeployment: existing(correctDeployment),
    LinkDeployment: existing(linkDeployment),
    UnlinkDeployment: existing(unlinkDeployment),
  },
});

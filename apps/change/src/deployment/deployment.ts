import type { DeploymentEvent } from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { correctDeployment } from './commands/correct-deployment';
import { linkDeployment, unlinkDeployment } from './commands/link-deployment';
import { reportDeployment } from './commands/report-deployment';
import { deploymentNotFound } from './deployment.errors';
import type { Deployment, KnownDeployment } from './deployment-state';
import { evolve } from './evolve';

const existing =
  <C extends { readonly id: string }, Facts>(decide: (command: C, state: KnownDeployment) => Facts) =>
  (command: C, state: Deployment): Facts => {
    if (state.status === 'unknown') throw deploymentNotFound(command.id);
    return decide(command, state);
  };

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

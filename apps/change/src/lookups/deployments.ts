import type { LinkDeployment, PayloadOf, ReportDeployment } from '@opsledger/contracts';
import type { Lookup, ServiceContext } from '@opsledger/service-kit';
import { releaseRecords } from '../queries/records';
import type { DeploymentLookups } from '../deployment/commands/report-deployment';

async function releaseNamed(name: string, context: ServiceContext): Promise<DeploymentLookups> {
  const document = releaseRecords.documentOf(await releaseRecords.factsNamed(name, context));
  return { release: document ? { id: document.id, name: document.state.number } : null };
}

export const deploymentLookups: Readonly<Record<string, Lookup>> = {
  ReportDeployment: async ({ data }, context): Promise<DeploymentLookups> => {
    const { release } = data as PayloadOf<typeof ReportDeployment>;
    return release === undefined ? { release: null } : releaseNamed(release, context);
  },
  LinkDeployment: async ({ data }, context): Promise<DeploymentLookups> => {
    const { kind, target } = data as PayloadOf<typeof LinkDeployment>;
    return kind === 'release' ? releaseNamed(target.id, context) : { release: null };
  },
};

import type { DeploymentSummary, GetDeployment, GetDeploymentHistory, ParamsOf, ResultOf } from '@opsledger/contracts';
import { historyEntry, notFound, type QueryContext } from '@opsledger/service-kit';
import { deploymentRecords } from './records';

const noSuchDeployment = (name: string) => notFound(`There is no deployment ${name}. Check the id.`);

export async function getDeployment(
  { id, asOf }: ParamsOf<typeof GetDeployment>,
  context: QueryContext,
): Promise<DeploymentSummary> {
  const facts = await deploymentRecords.factsOf(id.toLowerCase(), context);
  const document = deploymentRecords.documentOf(facts, asOf);
  if (!document) throw noSuchDeployment(asOf === undefined || facts.length === 0 ? id : `${id} at ${asOf}`);
  return document.summary;
}

export async function getDeploymentHistory(
  { id }: ParamsOf<typeof GetDeploymentHistory>,
  context: QueryContext,
): Promise<ResultOf<typeof GetDeploymentHistory>> {
  const facts = await deploymentRecords.factsOf(id.toLowerCase(), context);
  const document = deploymentRecords.documentOf(facts);
  if (!document) throw noSuchDeployment(id);
  const { source, externalId } = document.summary;
  return { id: id.toLowerCase(), source, externalId, items: facts.map(historyEntry) };
}

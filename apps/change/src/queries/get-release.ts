import type { GetRelease, GetReleaseHistory, ParamsOf, ReleaseView, ResultOf } from '@opsledger/contracts';
import { historyEntry, notFound, type QueryContext } from '@opsledger/service-kit';
import { viewOf } from '../read-models/release-document';
import { deploymentsOf } from './deployments-of-release';
import { releaseRecords } from './records';

const noSuchRelease = (name: string) => notFound(`There is no release ${name}. Check the id or number.`);

/** Its deployments are shown beside it as they are now; they are asked for by the release's id. */
export async function getRelease(
  { id: name, asOf }: ParamsOf<typeof GetRelease>,
  context: QueryContext,
): Promise<ReleaseView> {
  const facts = await releaseRecords.factsNamed(name, context);
  const document = releaseRecords.documentOf(facts, asOf);
  if (!document) throw noSuchRelease(asOf === undefined || facts.length === 0 ? name : `${name} at ${asOf}`);
  const view = viewOf(document);
  return asOf === undefined ? { ...view, deployments: await deploymentsOf(document.id, context) } : view;
}

export async function getReleaseHistory(
  { id: name }: ParamsOf<typeof GetReleaseHistory>,
  context: QueryContext,
): Promise<ResultOf<typeof GetReleaseHistory>> {
  const facts = await releaseRecords.factsNamed(name, context);
  const document = releaseRecords.documentOf(facts);
  if (!document) throw noSuchRelease(name);
  return { id: document.id, number: document.state.number, items: facts.map(historyEntry) };
}

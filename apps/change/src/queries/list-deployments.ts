import type { ListDeployments, ParamsOf, ResultOf } from '@opsledger/contracts';
import { keysetPage, orderOf, whereGiven, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { deploymentList } from '../read-models/deployment-list';
import { deploymentRows, summaries } from './deployment-rows';

export async function listDeployments(
  params: ParamsOf<typeof ListDeployments>,
  context: QueryContext,
): Promise<ResultOf<typeof ListDeployments>> {
  await context.upToDate(deploymentList.name);
  const { limit = 50, after, sort = '-at', ...filters } = params;
  let query = whereGiven(deploymentRows(context), {
    service_id: filters.serviceId,
    environment: filters.environment,
    state: filters.outcome?.split(','),
    commit: filters.commit,
    release_id: filters.releaseId,
    source: filters.source,
    external_id: filters.externalId,
  });
  if (filters.from !== undefined) query = query.where('at', '>=', filters.from);
  if (filters.to !== undefined) query = query.where('at', '<', filters.to);
  if (filters.changeId !== undefined)
    query = query.where(sql<boolean>`(change_ids <> '{}' and change_ids @> array[${filters.changeId}])`);
  const scope = { list: 'deployments', ...filters };
  const page = await keysetPage(query, orderOf(sort, { at: { column: 'at' } }), { limit, after, scope });
  return { ...page, items: summaries(page.items) };
}

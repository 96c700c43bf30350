import type { ParamsOf, RecentDeployments, ResultOf } from '@opsledger/contracts';
import { whereGiven, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { deploymentList } from '../read-models/deployment-list';
import { deploymentRows, summaries } from './deployment-rows';

/** What was running at some moment between the two instants, or began or ended then. */
export async function recentDeployments(
  { serviceIds, ciIds, since, until, limit = 50 }: ParamsOf<typeof RecentDeployments>,
  context: QueryContext,
): Promise<ResultOf<typeof RecentDeployments>> {
  await context.upToDate(deploymentList.name);
  const rows = await whereGiven(deploymentRows(context), { service_id: [...new Set([...serviceIds, ...ciIds])] })
    .where('state', '<>', 'canceled')
    .where('at', '<=', until)
    .where(sql<boolean>`(at >= ${since} or ended_at >= ${since} or ended_at is null)`)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return { items: summaries(rows) };
}

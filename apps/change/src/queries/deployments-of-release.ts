import type { QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { deploymentList } from '../read-models/deployment-list';
import { deploymentRows, deploymentTable, summaries } from './deployment-rows';

/** How many of each outcome a release has, and the latest of them. */
export async function deploymentsOf(releaseId: string, context: QueryContext) {
  await context.upToDate(deploymentList.name);
  const latest = deploymentRows(context)
    .where('release_id', '=', releaseId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc');
  const [rows, counted] = await Promise.all([
    latest.limit(100).execute(),
    deploymentTable(context)
      .select(['state', sql<number>`count(*)::integer`.as('count')])
      .where('release_id', '=', releaseId)
      .groupBy('state')
      .execute(),
  ]);
  const counts = Object.fromEntries(counted.map(({ state, count }) => [state, count]));
  return {
    items: summaries(rows),
    running: 0,
    succeeded: 0,
    failed: 0,
    rolled_back: 0,
    canceled: 0,
    ...counts,
  };
}

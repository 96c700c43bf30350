import type {
  DeploymentEvent,
  DeploymentSummary,
  GetDeployment,
  GetDeploymentHistory,
  ListDeployments,
  ParamsOf,
  RecentDeployments,
  ResultOf,
} from '@opsledger/contracts';
import {
  historyEntry,
  keysetPage,
  notFound,
  orderOf,
  recordReader,
  whereGiven,
  type QueryContext,
} from '@opsledger/service-kit';
import { sql, type Kysely } from 'kysely';
import { deploymentList, type DeploymentListRow } from '../read-models/deployment-list';
import { deploymentAfter, type DeploymentDocument } from '../read-models/deployment-summary';

interface Tables {
  readonly 'change.deployments': DeploymentListRow;
}

const deploymentRecords = recordReader<DeploymentDocument, DeploymentEvent>({
  category: 'deployment',
  list: deploymentList,
  after: deploymentAfter,
});

const noSuchDeployment = (name: string) => notFound(`There is no deployment ${name}. Check the id.`);

const tableOf = (context: Pick<QueryContext, 'db'>) =>
  (context.db as Kysely<Tables>)
    .selectFrom('change.deployments')
    .select(sql<DeploymentSummary>`document -> 'summary'`.as('summary'));

const summaries = (rows: readonly { readonly summary: DeploymentSummary }[]) => rows.map(({ summary }) => summary);

async function listDeployments(
  params: ParamsOf<typeof ListDeployments>,
  context: QueryContext,
): Promise<ResultOf<typeof ListDeployments>> {
  await context.upToDate(deploymentList.name);
  const { limit = 50, after, sort = '-at', ...filters } = params;
  let query = whereGiven(tableOf(context), {
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

async function getDeployment(
  { id, asOf }: ParamsOf<typeof GetDeployment>,
  context: QueryContext,
): Promise<DeploymentSummary> {
  const facts = await deploymentRecords.factsOf(id.toLowerCase(), context);
  const document = deploymentRecords.documentOf(facts, asOf);
  if (!document) throw noSuchDeployment(asOf === undefined || facts.length === 0 ? id : `${id} at ${asOf}`);
  return document.summary;
}

async function getDeploymentHistory(
  { id }: ParamsOf<typeof GetDeploymentHistory>,
  context: QueryContext,
): Promise<ResultOf<typeof GetDeploymentHistory>> {
  const facts = await deploymentRecords.factsOf(id.toLowerCase(), context);
  const document = deploymentRecords.documentOf(facts);
  if (!document) throw noSuchDeployment(id);
  const { source, externalId } = document.summary;
  return { id: id.toLowerCase(), source, externalId, items: facts.map(historyEntry) };
}

/** What was running at some moment between the two instants, or began or ended then. */
async function recentDeployments(
  { serviceIds, ciIds, since, until, limit = 50 }: ParamsOf<typeof RecentDeployments>,
  context: QueryContext,
): Promise<ResultOf<typeof RecentDeployments>> {
  await context.upToDate(deploymentList.name);
  const rows = await whereGiven(tableOf(context), { service_id: [...new Set([...serviceIds, ...ciIds])] })
    .where('state', '<>', 'canceled')
    .where('at', '<=', until)
    .where(sql<boolean>`(at >= ${since} or ended_at >= ${since} or ended_at is null)`)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return { items: summaries(rows) };
}

/** How many of each outcome a release has, and the latest of them. */
export async function deploymentsOf(releaseId: string, context: QueryContext) {
  await context.upToDate(deploymentList.name);
  const latest = tableOf(context).where('release_id', '=', releaseId).orderBy('at', 'desc').orderBy('id', 'desc');
  const [rows, counted] = await Promise.all([
    latest.limit(100).execute(),
    (context.db as Kysely<Tables>)
      .selectFrom('change.deployments')
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

export const deploymentQueryHandlers = {
  ListDeployments: listDeployments,
  GetDeployment: getDeployment,
  GetDeploymentHistory: getDeploymentHistory,
  RecentDeployments: recentDeployments,
};

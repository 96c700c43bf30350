import type { DeploymentRecord, ListReportedDeployments, ParamsOf, ResultOf } from '@opsledger/contracts';
import { keysetPage, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import type { DeploymentFact } from '../../facts/deployment-fact';
import { deploymentFacts } from '../../facts/deployment-facts';
import { doraColumns } from '../../figures/dora-figures';
import { sourceAsOf } from '../as-of';
import { factsBehind, factsBehindSql } from '../facts-behind';
import { filtersOf } from '../grouping';
import { periodOf } from '../period';
import { deliveries, deliveriesFrom, describeDelivery } from './deliveries';

/** A deployment, what became of it, and what it adds to the figure. */
type Behind = DeploymentFact & {
  readonly failed_at: string | null;
  readonly recovered_at: string | null;
};

/** `GET /v1/reports/dora/records`: one line per deployment behind a figure, oldest first. */
export async function listReportedDeployments(
  { figure: id, limit = 50, after, ...params }: ParamsOf<typeof ListReportedDeployments>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReportedDeployments>> {
  const period = periodOf(params, context.clock());
  const filters = filtersOf(deliveries, params);
  const { asOf, source } = await sourceAsOf(deploymentFacts, params.asOf, context);
  await context.upToDate(deploymentFacts.name);

  const unrecovered = { at: sql.ref('failed_at'), value: sql`1`, columns: [deliveries.open.id] };
  const behind = factsBehind(deliveries, id, period, unrecovered);
  const page = await keysetPage(
    factsBehindSql<Behind>(context.db, deliveries, behind, filters, deliveriesFrom(source, filters)),
    { column: 'at' },
    { limit, after, scope: { list: 'reported-deployments', id, ...period, defaulted: undefined, asOf, ...filters } },
  );
  const figure = deliveries.figures.find((one) => one.id === id);
  const { defaulted, ...asked } = period;
  return {
    items: page.items.map((row) => recordOf(row, figure?.kind === 'duration')),
    next: page.next,
    period: { ...asked, defaulted: [...defaulted] },
    definition: describeDelivery(behind.figure, figure ? doraColumns(figure).all : behind.columns, {
      ...asked,
      asOf,
      ...filters,
    }),
  };
}

const recordOf = (row: Behind & { readonly value: number }, isDuration: boolean): DeploymentRecord => ({
  id: row.id,
  source: row.source,
  externalId: row.external_id,
  service: { id: row.service_id, name: row.service },
  environment: row.environment,
  state: row.state,
  commit: row.commit,
  label: row.label,
  committedAt: row.committed_at,
  startedAt: row.started_at,
  outcome: row.outcome,
  finishedAt: row.finished_at,
  rolledBackAt: row.rolled_back_at,
  unplannedFix: row.unplanned_fix,
  failedAt: row.failed_at,
  recoveredAt: row.recovered_at,
  value: row.value,
  counted: !isDuration || row.value >= 0,
});

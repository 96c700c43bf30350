import type { ParamsOf, ReportDora, ReportRow, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { deploymentFacts } from '../../facts/deployment-facts';
import { doraColumns } from '../../figures/dora-figures';
import { sourceAsOf } from '../as-of';
import { filtersOf, groupingOf } from '../grouping';
import { periodOf } from '../period';
import { MOST_ROWS, reportSql } from '../report-sql';
import { requireFewerThan, withFilters } from '../rows';
import { deliveries, deliveriesFrom, describeDelivery } from './deliveries';
import { unblended } from './unblended';

/** `GET /v1/reports/dora` */
export async function reportDora(
  params: ParamsOf<typeof ReportDora>,
  context: QueryContext,
): Promise<ResultOf<typeof ReportDora>> {
  const period = periodOf(params, context.clock());
  const grouping = groupingOf(deliveries, params.by ?? 'service,environment');
  const filters = filtersOf(deliveries, params);
  const { asOf, source } = await sourceAsOf(deploymentFacts, params.asOf, context);
  await context.upToDate(deploymentFacts.name);

  const facts = deliveriesFrom(source, filters);
  const { rows } = await reportSql(deliveries, { period, grouping, filters, facts }).execute(context.db);
  requireFewerThan(rows, MOST_ROWS);

  const { defaulted, ...asked } = period;
  const records = { ...asked, asOf, ...filters };
  const { figures, open } = deliveries;
  const shown = (rows as ReportRow[]).map((row) => unblended(row, grouping, filters, period));
  return {
    period: { ...asked, defaulted: [...defaulted] },
    asOf,
    by: [...grouping.words],
    definitions: [
      ...figures.map((figure) => describeDelivery(figure, doraColumns(figure).all, records)),
      describeDelivery(open, [open.id], records),
    ],
    rows: withFilters(deliveries, shown, grouping) as ResultOf<typeof ReportDora>['rows'],
  };
}

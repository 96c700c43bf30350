import type { ParamsOf, ReportRow, ReportServiceLevels, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { clockFacts } from '../../facts/clock-facts';
import { incidentFacts } from '../../facts/incident-facts';
import { columnsOf } from '../../figures/columns';
import { describe } from '../../figures/describe';
import { sourceAsOf } from '../as-of';
import { filtersOf, groupingOf } from '../grouping';
import { periodOf } from '../period';
import { MOST_ROWS, reportSql } from '../report-sql';
import { requireFewerThan, withFilters } from '../rows';
import { serviceLevels, serviceLevelsFrom, type Sources } from './service-levels';

/** `GET /v1/reports/service-levels` */
export async function reportServiceLevels(
  params: ParamsOf<typeof ReportServiceLevels>,
  context: QueryContext,
): Promise<ResultOf<typeof ReportServiceLevels>> {
  const period = periodOf(params, context.clock());
  const grouping = groupingOf(serviceLevels, params.by);
  const filters = filtersOf(serviceLevels, params);
  const { asOf, sources } = await sourcesAsOf(params.asOf, context);

  const facts = serviceLevelsFrom(sources, filters);
  const { rows } = await reportSql(serviceLevels, { period, grouping, filters, facts }).execute(context.db);
  requireFewerThan(rows, MOST_ROWS);

  const { defaulted, ...asked } = period;
  const records = { ...asked, asOf, ...filters };
  const { figures, open } = serviceLevels;
  return {
    period: { ...asked, defaulted: [...defaulted] },
    asOf,
    by: [...grouping.words],
    definitions: [
      ...figures.map((figure) => {
        const columns = columnsOf(figure).map(({ name }) => name);
        return describe(serviceLevels, figure, columns, records);
      }),
      describe(serviceLevels, open, [open.id], records),
    ],
    rows: withFilters(serviceLevels, rows as ReportRow[], grouping) as ResultOf<typeof ReportServiceLevels>['rows'],
  };
}

/** Both kinds of facts as they were known at the same instant, at least up to the position that is asked for. */
export async function sourcesAsOf(
  asked: string | undefined,
  context: QueryContext,
): Promise<{ readonly asOf: string | null; readonly sources: Sources }> {
  const clocks = await sourceAsOf(clockFacts, asked, context);
  const incidents = await sourceAsOf(incidentFacts, asked, context);
  await Promise.all([context.upToDate(clockFacts.name), context.upToDate(incidentFacts.name)]);
  return { asOf: clocks.asOf, sources: { clocks: clocks.source, incidents: incidents.source } };
}

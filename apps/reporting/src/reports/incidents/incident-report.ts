import type { ParamsOf, ReportIncidents, ReportRow, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { incidentFacts } from '../../facts/incident-facts';
import { backlogFigure } from '../../figures/backlog-figure';
import { columnsOf } from '../../figures/columns';
import { describe } from '../../figures/describe';
import { incidentFigures } from '../../figures/incident-figures';
import { sourceAsOf } from '../as-of';
import { filtersOf, groupingOf } from '../grouping';
import { MOST_ROWS, reportSql } from '../report-sql';
import { periodOf } from '../period';
import { requireFewerThan, withFilters } from '../rows';
import { incidents, incidentsFrom } from './incidents';

/** `GET /v1/reports/incidents` */
export async function reportIncidents(
  params: ParamsOf<typeof ReportIncidents>,
  context: QueryContext,
): Promise<ResultOf<typeof ReportIncidents>> {
  const period = periodOf(params, context.clock());
  const grouping = groupingOf(incidents, params.by);
  const filters = filtersOf(incidents, params);
  const { asOf, source } = await sourceAsOf(incidentFacts, params.asOf, context);
  await context.upToDate(incidentFacts.name);

  const statement = reportSql(incidents, { period, grouping, filters, facts: incidentsFrom(source) });
  const { rows } = await statement.execute(context.db);
  requireFewerThan(rows, MOST_ROWS);

  const { defaulted, ...asked } = period;
  const records = { ...asked, asOf, ...filters };
  return {
    period: { ...asked, defaulted: [...defaulted] },
    asOf,
    by: [...grouping.words],
    definitions: [
      ...incidentFigures.map((figure) =>
        describe(
          incidents,
          figure,
          columnsOf(figure).map(({ name }) => name),
          records,
        ),
      ),
      describe(incidents, backlogFigure, ['backlog'], records),
    ],
    rows: withFilters(incidents, rows as ReportRow[], grouping) as ResultOf<typeof ReportIncidents>['rows'],
  };
}

import type { ParamsOf, ReportIncidentBacklog, ReportRow, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { sql, type RawBuilder } from 'kysely';
import { incidentFacts } from '../../facts/incident-facts';
import { backlogColumns, backlogFigure } from '../../figures/backlog-figure';
import { describe } from '../../figures/describe';
import { sourcesAsOf } from '../as-of';
import { matching, type FactsSource } from '../facts-source';
import { filtersOf, groupingOf, type Filters, type Grouping } from '../grouping';
import { MOST_ROWS } from '../report-sql';
import { momentOf } from '../period';
import { requireFewerThan, withFilters } from '../rows';
import { incidents, incidentsFrom, isOpen } from './incidents';

/** `GET /v1/reports/incidents/backlog` */
export async function reportIncidentBacklog(
  params: ParamsOf<typeof ReportIncidentBacklog>,
  context: QueryContext,
): Promise<ResultOf<typeof ReportIncidentBacklog>> {
  const at = momentOf(params.at, params.zone, context.clock());
  const grouping = groupingOf(incidents, params.by);
  const filters = filtersOf(incidents, params);
  const { asOf, sources } = await sourcesAsOf([incidentFacts], params.asOf, context);
  await context.upToDate(incidentFacts.name);

  const { rows } = await backlogSql(at, grouping, filters, sources(incidentFacts)).execute(context.db);
  requireFewerThan(rows, MOST_ROWS);
  const columns = backlogColumns.map(({ name }) => name);
  return {
    at,
    asOf,
    by: [...grouping.words],
    definitions: [describe(incidents, backlogFigure, columns, { to: at, asOf, ...filters })],
    rows: withFilters(incidents, rows as ReportRow[], grouping) as ResultOf<typeof ReportIncidentBacklog>['rows'],
  };
}

function backlogSql(at: string, { dimensions }: Grouping, filters: Filters, source: FactsSource): RawBuilder<object> {
  const instant = sql`${at}::timestamptz`;
  const keys = dimensions.map((name) => incidents.dimensions[name]!.key);
  const isTotal = keys.length > 0 ? sql.raw(`grouping(${keys[0]}) = 1`) : sql`true`;
  const shown = dimensions.flatMap((name) => Object.entries(incidents.dimensions[name]!.shown));
  return sql<object>`
    with ${incidentsFrom(source)},
    backlog as (
      select facts.*, extract(epoch from (${instant} - opened_at))::float8 as age
      from facts where ${isOpen(instant)} and ${matching(incidents, filters)})
    select case when ${isTotal} then 'total' else 'group' end as "row",
      ${sql.join([
        ...shown.map(
          ([name, expression]) => sql`case when not (${isTotal}) then ${sql.raw(expression)} end as ${sql.ref(name)}`,
        ),
        ...backlogColumns.map((column) => sql`${sql.raw(column.sql)} as ${sql.ref(column.name)}`),
      ])}
    from backlog
    group by grouping sets (${keys.length > 0 ? sql.raw(`(${keys.join(', ')}), `) : sql``}())
    order by "row"${keys.length > 0 ? sql.raw(`, ${keys.map((key) => `${key} nulls last`).join(', ')}`) : sql``}
    limit ${MOST_ROWS + 1}`;
}

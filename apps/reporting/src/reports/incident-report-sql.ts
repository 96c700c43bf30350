import { sql, type RawBuilder } from 'kysely';
import { columnsOf } from '../figures/columns';
import { COHORT_DATES } from '../figures/figure';
import { incidentFigures } from '../figures/incident-figures';
import { factsFrom, matching, openAt, type FactsSource } from './facts-source';
import { DIMENSIONS, type Filters, type Grouping } from './grouping';
import type { Period } from './period';
import { periodsSql, type PeriodsSql } from './periods-sql';

export interface ReportQuestion {
  readonly period: Period;
  readonly grouping: Grouping;
  readonly filters: Filters;
  readonly source: FactsSource;
}

const NO_FACT = sql`(null::reporting.incident_facts).*`;

/**
 * The whole report in one statement, so that all its figures see the same moment. Every incident appears once per date
 * of it that lies in the period (its `cohort`), and once per period at whose end it was open; each figure aggregates
 * the rows of its cohort. The total is a grouping set of its own: nothing is added up or averaged twice.
 */
export function incidentReportSql({ period, grouping, filters, source }: ReportQuestion): RawBuilder<object> {
  const periods = grouping.length && periodsSql(grouping.length, period);
  const happenings = [
    ...COHORT_DATES.map((date) => dated(date, period, filters, periods)),
    open(period, filters, periods),
    ...(periods && grouping.dimensions.length === 0 ? [every(periods)] : []),
  ];
  const keys = [...(periods ? ['starts_local'] : []), ...grouping.dimensions.map((name) => DIMENSIONS[name].key)];
  return sql<object>`
    with ${factsFrom(source)},
    happenings as (${sql.join(happenings, sql` union all `)})
    select ${sql.join(selected(grouping, periods, keys), sql`, `)}
    from happenings
    group by grouping sets (${keys.length > 0 ? sql.raw(`(${keys.join(', ')}), `) : sql``}())
    order by "row", ${keys.length > 0 ? sql.raw(keys.map((key) => `${key} nulls last`).join(', ')) : sql`1`}
    limit ${MOST_ROWS + 1}`;
}

/** More rows than anybody reads, and than one answer should carry. */
export const MOST_ROWS = 20_000;

function dated(
  date: (typeof COHORT_DATES)[number],
  { from, to }: Period,
  filters: Filters,
  periods: PeriodsSql | null,
): RawBuilder<unknown> {
  const at = sql.ref(date);
  return sql`
    select ${sql.lit(date)} as cohort, false as at_end, ${periods ? periods.startOf(at) : sql`null::timestamp`} as starts_local, facts.*
    from facts where ${at} >= ${from}::timestamptz and ${at} < ${to}::timestamptz and ${matching(filters)}`;
}

/** Whatever was open at the end of each period; without periods, at the end of the report's. */
function open({ to }: Period, filters: Filters, periods: PeriodsSql | null): RawBuilder<unknown> {
  const end = sql`${to}::timestamptz`;
  if (!periods)
    return sql`
      select 'open', true, null::timestamp, facts.* from facts where ${openAt(end)} and ${matching(filters)}`;
  return sql`
    select 'open', period.ends_at = ${end}, period.starts_local, facts.*
    from ${periods.all} as period join facts on ${openAt(sql`period.ends_at`)}
    where ${matching(filters)}`;
}

/** Periods without any incident are rows, too. */
const every = (periods: PeriodsSql): RawBuilder<unknown> =>
  sql`select 'period', false, period.starts_local, ${NO_FACT} from ${periods.all} as period`;

function selected(
  { dimensions }: Grouping,
  periods: PeriodsSql | null,
  keys: readonly string[],
): readonly RawBuilder<unknown>[] {
  const isTotal = keys.length > 0 ? sql.raw(`grouping(${keys[0]}) = 1`) : sql`true`;
  const shown = dimensions.flatMap((name) => Object.entries(DIMENSIONS[name].shown));
  return [
    sql`case when ${isTotal} then 'total' else 'group' end as "row"`,
    ...(periods ? [periods.shown] : []),
    // A total over several teams has no team: `max` would name one of them.
    ...shown.map(
      ([name, expression]) => sql`case when not (${isTotal}) then ${sql.raw(expression)} end as ${sql.ref(name)}`,
    ),
    ...incidentFigures.flatMap(columnsOf).map((column) => sql`${sql.raw(column.sql)} as ${sql.ref(column.name)}`),
    // Whatever was open at the end of several periods is in the total once: as it is at the end of the last.
    sql`case when ${isTotal} then count(*) filter (where cohort = 'open' and at_end)
             else count(*) filter (where cohort = 'open') end as backlog`,
  ];
}

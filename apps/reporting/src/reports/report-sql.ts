import { sql, type RawBuilder } from 'kysely';
import { columnsOf } from '../figures/columns';
import { measuresOf } from '../figures/measures';
import { openColumnsOf, openMeasuresOf } from '../figures/open-figure';
import { matching } from './facts-source';
import type { Filters, Grouping } from './grouping';
import type { Period } from './period';
import { periodsSql, type PeriodsSql } from './periods-sql';
import type { Report } from './report';

interface ReportQuestion {
  readonly period: Period;
  readonly grouping: Grouping;
  readonly filters: Filters;
  /** Common table expressions, `facts` the last of them. */
  readonly facts: RawBuilder<unknown>;
}

/** More rows than anybody reads, and than one answer should carry. */
export const MOST_ROWS = 20_000;

const measuresIn = ({ figures }: Report) =>
  figures.flatMap((figure) => measuresOf(figure).map((measure) => ({ ...measure, by: figure.by })));

const openMeasuresIn = ({ open: figures }: Report) => figures.flatMap(openMeasuresOf);

/**
 * The whole report in one statement, so that all its figures see the same moment. Every fact gives one row per
 * date of it that lies in the period, with what it adds to the figures that go by this date; what was open at the end
 * of each period is counted beforehand. The total is a grouping set of its own: nothing is averaged twice.
 */
export function reportSql(report: Report, { period, grouping, filters, facts }: ReportQuestion): RawBuilder<object> {
  const { dates, dimensions } = report;
  const periods = grouping.length && periodsSql(grouping.length, period);
  const happenings = [
    ...dates.map((date) => dated(report, date, period, grouping, filters, periods)),
    ...(report.open.length > 0 ? [open(report, period, grouping, filters, periods)] : []),
    ...(periods && grouping.dimensions.length === 0 ? [everyPeriod(report, periods)] : []),
  ];
  const keys = [...(periods ? ['starts_local'] : []), ...grouping.dimensions.map((name) => dimensions[name]!.key)];
  return sql<object>`
    with recursive ${facts},
    happenings as (${sql.join(happenings, sql` union all `)})
    select ${sql.join(selected(report, grouping, periods, keys))}
    from happenings
    group by grouping sets (${keys.length > 0 ? sql.raw(`(${keys.join(', ')}), `) : sql``}())
    order by "row"${keys.length > 0 ? sql.raw(`, ${keys.map((key) => `${key} nulls last`).join(', ')}`) : sql``}
    limit ${MOST_ROWS + 1}`;
}

function dated(
  report: Report,
  date: string,
  { from, to }: Period,
  { dimensions }: Grouping,
  filters: Filters,
  periods: PeriodsSql | null,
): RawBuilder<unknown> {
  const at = sql.ref(date);
  return sql`
    select ${periods ? periods.startOf(at) : sql`null::timestamp`} as starts_local,
      ${sql.raw(
        columnsIn(report, dimensions)
          .map((column) => `${column}, `)
          .join(''),
      )}
      ${sql.raw(
        measuresIn(report)
          .map(({ by, name, type, sql: value }) => `${by === date ? value : `null::${type}`} as "${name}"`)
          .join(', '),
      )},
      ${notOpen(report)}, false as at_end
    from facts where ${at} >= ${from}::timestamptz and ${at} < ${to}::timestamptz and ${matching(report, filters)}`;
}

/**
 * How many were so at the end of each period; without periods, at the end of the report's. All measures in one go: going
 * through every fact for every period is what takes long. Period by period, so that what is counted needs no order.
 */
function open(
  report: Report,
  { to }: Period,
  { dimensions }: Grouping,
  filters: Filters,
  periods: PeriodsSql | null,
): RawBuilder<unknown> {
  const columns = columnsIn(report, dimensions).map((column) => sql.ref(column));
  const measures = openMeasuresIn(report);
  const end = sql`${to}::timestamptz`;
  const at = sql`period.ends_at`;
  const counts = measures.map(({ name, holds }) => sql`count(*) filter (where ${holds(at)}) as ${sql.ref(name)}`);
  return sql`
    select ${sql.join([sql.ref('starts_local'), ...columns])}, ${noMeasures(report)},
      ${sql.join(measures.map(({ name }) => sql.ref(name)))}, ends_at = ${end}
    from ${periods ? periods.all : sql`(select null::timestamp as starts_local, ${end} as ends_at)`} as period
    cross join lateral (
      select ${sql.join([...columns, ...counts])} from facts
      where ${matching(report, filters)} and (${isAnyOpen(report, at)})
      ${columns.length > 0 ? sql`group by ${sql.join(columns)}` : sql``}) as opened`;
}

/** Figures of one report are mostly about the same records, which are then looked for once. */
const isAnyOpen = ({ open: figures }: Report, at: RawBuilder<unknown>) =>
  sql.join(
    [...new Set(figures.map(({ isOpen }) => isOpen))].map((isOpen) => sql`(${isOpen(at)})`),
    sql` or `,
  );

/** Periods without any fact are rows, too. */
const everyPeriod = (report: Report, periods: PeriodsSql): RawBuilder<unknown> =>
  sql`select starts_local, ${noMeasures(report)}, ${notOpen(report)}, false from ${periods.all} as period`;

const noMeasures = (report: Report) =>
  sql.raw(
    measuresIn(report)
      .map(({ type }) => `null::${type}`)
      .join(', '),
  );

const notOpen = (report: Report) =>
  sql.raw(
    openMeasuresIn(report)
      .map(({ name }) => `null::bigint as "${name}"`)
      .join(', '),
  );

const columnsIn = (report: Report, dimensions: Grouping['dimensions']): readonly string[] =>
  dimensions.flatMap((name) => report.dimensions[name]!.columns);

function selected(
  report: Report,
  { dimensions }: Grouping,
  periods: PeriodsSql | null,
  keys: readonly string[],
): readonly RawBuilder<unknown>[] {
  const total = keys.length > 0 ? `grouping(${keys[0]}) = 1` : 'true';
  const isTotal = sql.raw(total);
  // Whatever was open at the end of several periods is in the total once: as it is at the end of the last.
  const sumOpen = (name: string) =>
    `coalesce(case when ${total} then sum("${name}") filter (where at_end) else sum("${name}") end, 0)`;
  const columns = [
    ...report.figures.flatMap(columnsOf),
    ...report.open.flatMap((figure) => openColumnsOf(figure, sumOpen)),
  ];
  const shown = dimensions.flatMap((name) => Object.entries(report.dimensions[name]!.shown));
  return [
    sql`case when ${isTotal} then 'total' else 'group' end as "row"`,
    ...(periods ? [periods.shown] : []),
    // A total over several teams has no team: `max` would name one of them.
    ...shown.map(
      ([name, expression]) => sql`case when not (${isTotal}) then ${sql.raw(expression)} end as ${sql.ref(name)}`,
    ),
    ...columns.map((column) => sql`${sql.raw(column.sql)} as ${sql.ref(column.name)}`),
  ];
}

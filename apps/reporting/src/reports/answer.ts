import type { FigureDefinition, ReportRow } from '@opsledger/contracts';
import type { Projection } from '@opsledger/event-sourcing';
import { keysetPage, type QueryContext } from '@opsledger/service-kit';
import { columnsOf } from '../figures/columns';
import { describe } from '../figures/describe';
import { openColumnsOf } from '../figures/open-figure';
import { sourcesAsOf, type Sourced } from './as-of';
import { factsBehind, factsBehindSql } from './facts-behind';
import { filtersOf, groupingOf } from './grouping';
import { periodOf, type Period } from './period';
import type { Report } from './report';
import { MOST_ROWS, reportSql } from './report-sql';
import { requireFewerThan, withFilters } from './rows';

interface Asked {
  readonly from?: string;
  readonly to?: string;
  readonly zone?: string;
  readonly by?: string;
  readonly asOf?: string;
}

/** A report for a period, with the definition of every figure. */
export async function answerReport(report: Report, params: Asked, context: QueryContext) {
  const now = context.clock();
  const period = periodOf(params, now);
  const grouping = groupingOf(report, params.by);
  const filters = filtersOf(report, params);
  const { asOf, sources } = await upToDate(report.projections, params.asOf, context);

  const facts = report.facts(sources, filters, { ...period, knownAt: asOf ?? now.toISOString() });
  const { rows } = await reportSql(report, { period, grouping, filters, facts }).execute(context.db);
  requireFewerThan(rows, MOST_ROWS);
  return {
    period: shown(period),
    asOf,
    by: [...grouping.words],
    definitions: definitionsOf(report, { ...spanOf(period), asOf, ...filters }),
    rows: withFilters(report, rows as ReportRow[], grouping) as any[],
  };
}

interface AskedBehind extends Asked {
  readonly figure: string;
  readonly limit?: number;
  readonly counting?: boolean;
  readonly after?: string;
}

/** A fact with the instant by which it belongs to the cohort, and what it adds to the figure. */
export type Behind<Fact> = Fact & { readonly at: string; readonly value: number };

/**
 * The facts behind a figure, oldest first.
 *
 * @param list its name, to which cursors are bound
 * @param recordOf how a fact is shown; `counted`: it is in mean and percentiles
 */
export async function answerFactsBehind<Fact extends { readonly id: string }, Item>(
  report: Report,
  list: string,
  { figure: id, limit = 50, after, counting = false, ...params }: AskedBehind,
  context: QueryContext,
  recordOf: (fact: Behind<Fact>, counted: boolean) => Item,
) {
  const now = context.clock();
  const period = periodOf(params, now);
  const filters = filtersOf(report, params);
  const { asOf, sources } = await upToDate(report.projections, params.asOf, context);

  const behind = factsBehind(report, id, period);
  const facts = report.facts(sources, filters, { ...period, knownAt: asOf ?? now.toISOString() });
  const all = factsBehindSql<Fact>(context.db, report, behind, filters, facts);
  const page = await keysetPage(
    counting ? all.where('value', '<>', 0 as never) : all,
    { column: 'at' },
    { limit, after, scope: { list, id, ...period, defaulted: undefined, asOf, ...filters, counting } },
  );
  const isDuration = behind.figure.kind === 'duration';
  return {
    items: page.items.map((row) => recordOf(row as Behind<Fact>, !isDuration || (row as Behind<Fact>).value >= 0)),
    next: page.next,
    period: shown(period),
    definition: describe(report, behind.figure, behind.columns, { ...spanOf(period), asOf, ...filters }),
  };
}

/** At least up to the position that is asked for. */
async function upToDate(
  projections: readonly Projection[],
  asked: string | undefined,
  context: QueryContext,
): Promise<Sourced> {
  const sourced = await sourcesAsOf(projections, asked, context);
  await Promise.all(projections.map(({ name }) => context.upToDate(name)));
  return sourced;
}

function definitionsOf(report: Report, records: Readonly<Record<string, string | null>>): FigureDefinition[] {
  const figures = report.figures.map((figure) => [figure, columnsOf(figure)] as const);
  const open = report.open.map((figure) => [figure, openColumnsOf(figure, (measure) => measure)] as const);
  return [...figures, ...open].map(([figure, columns]) => {
    const names = columns.map(({ name }) => name);
    return describe(report, figure, names, records);
  });
}

const spanOf = ({ from, to, zone }: Period) => ({ from, to, zone });
const shown = ({ defaulted, ...asked }: Period) => ({ ...asked, defaulted: [...defaulted] });

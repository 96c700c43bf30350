import type { Reference, ReportRow } from '@opsledger/contracts';
import { Problem } from '@opsledger/service-kit';
import type { Grouping } from './grouping';
import type { Report } from './report';

/** Groups first, total last, each with the query string that finds the facts behind it. */
export function withFilters(report: Report, rows: readonly ReportRow[], { dimensions }: Grouping): ReportRow[] {
  const shown = dimensions.flatMap((name) => Object.keys(report.dimensions[name]!.shown));
  const names = shown.filter((name) => Object.hasOwn(report.filters, name));
  return rows.map(({ row, ...columns }) => ({
    row: row!,
    filter: filterOf({ row: row!, ...columns }, names),
    ...columns,
  }));
}

function filterOf(row: ReportRow, names: readonly string[]): string {
  if (row.row === 'total') return '';
  const pairs = names.map((name) => [name, String(row[name] ?? '')]);
  if (row.periodFrom) pairs.push(['from', String(row.periodFrom)], ['to', String(row.periodTo)]);
  return pairs.length === 0 ? '' : `&${new URLSearchParams(pairs as [string, string][])}`;
}

/** @throws Problem 422 */
export function requireFewerThan<Row>(rows: readonly Row[], limit: number): void {
  if (rows.length > limit)
    throw new Problem(
      422,
      'report-too-large',
      'Report is too large',
      `Grouped like that it has more than ${limit} rows. Group by less, by longer periods, or ask for a shorter time.`,
    );
}

/** A record that is named by two columns. */
export const referenceOf = (id: string | null | undefined, name: string | null | undefined): Reference | null =>
  id == null ? null : { id, name: name ?? id };

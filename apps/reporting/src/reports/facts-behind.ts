import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Described } from '../figures/describe';
import { columnsOf, type Column } from '../figures/columns';
import type { Figure } from '../figures/figure';
import { openColumnsOf, openValueOf } from '../figures/open-figure';
import { matching } from './facts-source';
import type { Filters } from './grouping';
import type { Period } from './period';
import type { Report } from './report';

/** The facts behind a figure: which, the instant by which they belong to it, and what each adds. */
interface FactsBehind {
  readonly figure: Described;
  /** Columns of the report that belong to the figure. */
  readonly columns: readonly string[];
  readonly at: RawBuilder<unknown>;
  readonly value: RawBuilder<unknown>;
  readonly where: RawBuilder<unknown>;
}

/** @param id of one of the report's figures, or of what is so at the end of the period */
export function factsBehind(report: Report, id: string, { from, to }: Period): FactsBehind {
  const figure = report.figures.find((one) => one.id === id);
  return figure ? datedBehind(figure, from, to) : openBehind(report, id, to);
}

function datedBehind(figure: Figure, from: string, to: string): FactsBehind {
  const at = sql.ref(figure.by);
  const cohort = figure.where ? sql.raw(` and ${figure.where}`) : sql``;
  return {
    figure,
    columns: namesOf(columnsOf(figure)),
    at,
    value: sql.raw(valueOf(figure)),
    where: sql`${at} >= ${from}::timestamptz and ${at} < ${to}::timestamptz${cohort}`,
  };
}

function openBehind({ open }: Report, id: string, to: string): FactsBehind {
  const figure = open.find((one) => one.id === id)!;
  const end = sql`${to}::timestamptz`;
  return {
    figure,
    columns: namesOf(openColumnsOf(figure, (measure) => measure)),
    at: sql.ref(figure.since),
    value: openValueOf(figure, end),
    where: figure.isOpen(end),
  };
}

const namesOf = (columns: readonly Column[]): readonly string[] => columns.map(({ name }) => name);

function valueOf(figure: Figure): string {
  switch (figure.kind) {
    case 'count':
      return '1';
    case 'duration':
      return `round((${figure.seconds})::numeric / 60, 4)`;
    case 'rate':
      return figure.numerator;
    case 'distribution':
      return figure.value;
    default:
      return figure satisfies never;
  }
}

/**
 * A query of the facts behind a figure, each with `at` and `value`.
 *
 * @param facts common table expressions, `facts` the last of them
 */
export function factsBehindSql<Fact>(
  db: Kysely<any>,
  report: Report,
  { at, value, where }: FactsBehind,
  filters: Filters,
  facts: RawBuilder<unknown>,
) {
  const behind = sql<Fact & { readonly at: string; readonly value: number }>`(
    with recursive ${facts}
    select facts.*, ${at} as at, ${value} as value from facts where ${where} and ${matching(report, filters)})`;
  return (db as Kysely<unknown>).selectFrom(behind.as('behind')).selectAll();
}

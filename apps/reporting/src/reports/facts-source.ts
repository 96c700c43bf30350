import { sql, type RawBuilder } from 'kysely';
import type { Filters } from './grouping';
import type { Report } from './report';

/** Where a report reads its facts: the table, or rows folded from the log as it was known at an instant. */
export type FactsSource<Fact = object> =
  { readonly kind: 'table' } | { readonly kind: 'known'; readonly rows: readonly Fact[] };

export const TABLE: FactsSource<never> = { kind: 'table' };

/**
 * A query of all facts, for a common table expression; the table keeps its indexes.
 *
 * @param name of the table, with its schema
 */
export function factsFrom(source: FactsSource, name: string): RawBuilder<unknown> {
  const table = sql.table(name);
  if (source.kind === 'table') return sql`select * from ${table}`;
  const rows = JSON.stringify(source.rows, withoutNulls);
  return sql`select * from json_populate_recordset(null::${table}, ${rows}::json)`;
}

/** What is missing is null anyway; so is the path of teams, which no report reads. */
const withoutNulls = (name: string, value: unknown): unknown =>
  name === 'team_path' ? undefined : (value ?? undefined);

/** Keeps what the filters ask for; an empty text asks for what has none. */
export function matching({ filters: columns }: Pick<Report, 'filters'>, filters: Filters): RawBuilder<unknown> {
  const conditions = Object.entries(filters).map(([name, value]) => {
    const column = sql.ref(columns[name]!);
    return value === '' ? sql`${column} is null` : sql`${column} = ${value}`;
  });
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

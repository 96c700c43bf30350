import { sql, type RawBuilder } from 'kysely';
import { FILTERS, type FilterName, type Filters } from './grouping';
import type { IncidentFact } from '../facts/incident-fact';

/** Where a report reads its facts: the table, or rows folded from the log as it was known at an instant. */
export type FactsSource =
  { readonly kind: 'table' } | { readonly kind: 'known'; readonly rows: readonly IncidentFact[] };

export const TABLE: FactsSource = { kind: 'table' };

/** A common table expression `facts`; the table keeps its indexes. */
export const factsFrom = (source: FactsSource): RawBuilder<unknown> =>
  source.kind === 'table'
    ? sql`facts as not materialized (select * from reporting.incident_facts)`
    : sql`facts as materialized (
        select * from json_populate_recordset(null::reporting.incident_facts, ${JSON.stringify(source.rows, withoutNulls)}::json))`;

/** What is missing is null anyway; so is the path of teams, which no report reads. */
const withoutNulls = (name: string, value: unknown): unknown =>
  name === 'team_path' ? undefined : (value ?? undefined);

/** Keeps what the filters ask for; an empty text asks for what has none. */
export function matching(filters: Filters): RawBuilder<unknown> {
  const conditions = Object.entries(filters).map(([name, value]) => {
    const column = sql.ref(FILTERS[name as FilterName]);
    return value === '' ? sql`${column} is null` : sql`${column} = ${value}`;
  });
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** Open at an instant (SQL), `[opened, ended)`: reopened incidents were not open all the time. */
export const openAt = (at: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  tstzrange(opened_at, ended_at) @> ${at} and (reopens = 0 or exists (
    select from unnest(open_from, open_to) as open (since, until)
     where since <= ${at} and (until is null or ${at} < until)))`;

import { sql, type ExpressionBuilder, type Expression, type SqlBool } from 'kysely';
import type { IncidentDatabase, IncidentTables } from '../read-models/incident-database';
import { searchTerms } from '../read-models/incident-search/search-terms';

type Condition = (incidents: ExpressionBuilder<IncidentTables, 'incident.incidents'>) => Expression<SqlBool>;

/** So many are looked up one by one; of more, enough are met soon by whoever goes through the list in its order. */
const FEW = 1_000;

/** Numbers are indexed as they are, prose by its word stems. */
const holds = (terms: string) =>
  sql<boolean>`words @@ (to_tsquery('english', ${terms}) || to_tsquery('simple', ${terms}))`;

/**
 * That all words of `q` occur in an incident, or begin a word that does. PostgreSQL takes every beginning of a word for one
 * that occurs in one text of 25: the one that nobody wrote would be looked for in all of them. So they are counted first.
 */
export async function foundByWords(db: IncidentDatabase, q: string): Promise<Condition> {
  const terms = searchTerms(q);
  if (terms === undefined) return () => sql<boolean>`false`;
  const ids = await idsUnlessMany(db, terms);
  if (ids) return () => sql<boolean>`incident.incidents.id = any(${ids})`;
  // "offset" keeps the question from being turned around: all that are found, and then their order.
  return () => sql<boolean>`exists (
    select from incident.incident_search where incident_search.id = incidents.id and ${holds(terms)} offset 0)`;
}

/** The index is asked, whatever share of the texts it may find, and not beyond the first that are too many. */
async function idsUnlessMany(db: IncidentDatabase, terms: string): Promise<readonly string[] | undefined> {
  const { rows } = await sql<{ id: string }>`
    with found as materialized (select id from incident.incident_search where ${holds(terms)})
    select id from found limit ${FEW + 1}`.execute(db);
  return rows.length > FEW ? undefined : rows.map(({ id }) => id);
}

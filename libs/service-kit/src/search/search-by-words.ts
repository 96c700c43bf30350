import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';
import type { ServiceContext } from '../service/service-definition';
import { searchTerms } from './search-terms';
import { WaysToRead } from './ways-to-read';

/** Where the words are by which the rows of a list are found: in a table of their own, or in that of the list. */
export interface WordSearch {
  /** Table with the words, e.g. `incident.incident_search`. */
  readonly table: string;
  /** Its column with the id of the row found. */
  readonly id: string;
  /** Its `wordsColumn` or `namesColumn`, with a GIN index. */
  readonly words: string;
  /** Whether that is a `namesColumn`. */
  readonly names?: boolean;
  /** The same id in the list that is asked for, e.g. `incident.incidents.id`. */
  readonly listed: string;
  /** So many ids are looked up one by one at most; 1,000 by default. */
  readonly few?: number;
}

/** Resolves to the condition that all words of `q` occur in a row of the list, or begin a word that does. */
export type FoundByWords = (q: string, context: Pick<ServiceContext, 'db' | 'clock'>) => Promise<RawBuilder<SqlBool>>;

/**
 * Search of one list, to be made once: it remembers for each database which words very many rows have.
 *
 * PostgreSQL takes every beginning of a word for one that occurs in one text of 25: for the one that nobody wrote it would
 * go through all of them. So they are counted first, and not beyond the first that are too many to be looked up.
 */
export function searchByWords(search: WordSearch): FoundByWords {
  const ways = new WeakMap<Kysely<any>, WaysToRead>();
  const waysIn = (db: Kysely<any>): WaysToRead => {
    const known = ways.get(db) ?? new WaysToRead(search.few ?? 1_000);
    ways.set(db, known);
    return known;
  };
  return async (q, { db, clock }) => {
    const terms = searchTerms(q);
    if (terms === undefined) return sql<SqlBool>`false`;
    const some = waysIn(db);
    const way =
      some.remembered(terms, clock()) ?? some.counted(terms, await firstIds(db, search, terms, some.enough), clock());
    return way.by === 'ids' ? sql<SqlBool>`${sql.ref(search.listed)} = any(${way.ids})` : holding(search, terms);
  };
}

const holds = ({ words, names = false }: WordSearch, terms: string): RawBuilder<SqlBool> => {
  const asTyped = sql`to_tsquery('simple', ${terms})`;
  return sql`${sql.ref(`searched.${words}`)} @@ (${names ? asTyped : sql`to_tsquery('english', ${terms}) || ${asTyped}`})`;
};

/** Materialized, so that the index is asked, whatever share of the texts PostgreSQL expects to be found. */
async function firstIds(db: Kysely<any>, search: WordSearch, terms: string, count: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    with found as materialized (
      select ${sql.ref(`searched.${search.id}`)} as id from ${sql.table(search.table)} searched where ${holds(search, terms)}
    ) select id from found limit ${count}`.execute(db);
  return rows.map(({ id }) => id);
}

/** "offset" keeps the question from being turned around: all that are found, and then their order. */
const holding = (search: WordSearch, terms: string): RawBuilder<SqlBool> => sql`exists (
  select from ${sql.table(search.table)} searched
  where ${sql.ref(`searched.${search.id}`)} = ${sql.ref(search.listed)} and ${holds(search, terms)} offset 0)`;

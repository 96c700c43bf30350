import type { QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { STEMMED } from '../read-models/article-search';

/** A word that is looked for, as PostgreSQL asks for it. */
export interface AskedWord {
  readonly word: string;
  /** A tsquery: the word as it is, or what has its stem. */
  readonly query: string;
  readonly stems: readonly string[];
}

export const languageOf = (tag = 'en'): string => STEMMED[tag.slice(0, 2)] ?? 'simple';

/** Words that every text of the language has say nothing, unless there are no others. */
export async function askedWords(
  words: readonly string[],
  language: string,
  { db }: Pick<QueryContext, 'db'>,
): Promise<AskedWord[]> {
  const { rows } = await sql<AskedWord>`
    select word, (to_tsquery('simple', word) || to_tsquery(${language}::regconfig, word))::text as query,
      tsvector_to_array(to_tsvector(${language}::regconfig, word)) as stems
    from unnest(${words}::text[]) with ordinality as asked (word, place)
    where numnode(to_tsquery('simple', word)) > 0 order by place`.execute(db);
  const telling = rows.filter(({ stems }) => stems.length > 0);
  return telling.length > 0 ? telling : rows;
}

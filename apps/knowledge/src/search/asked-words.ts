import type { QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';

/** A word that is looked for. */
export interface AskedWord {
  readonly word: string;
  /** Words of articles that have the same stem. */
  readonly forms: readonly string[];
  /** Every text of the language has it. */
  readonly saysNothing: boolean;
}

const MOST_FORMS = 40;

/** Articles keep their words as they are written: what has the same stem is found by the words they used. */
export async function askedWords(
  words: readonly string[],
  language: string,
  { db }: Pick<QueryContext, 'db'>,
): Promise<AskedWord[]> {
  if (words.length === 0) return [];
  const { rows } = await sql<AskedWord>`
    select word, cardinality(stems) = 0 as "saysNothing", array(
      select used.word from knowledge.article_words as used where used.stems @> array[${language} || ':' || asked.stems[1]] limit ${MOST_FORMS}) as forms
    from (
      select word, place, tsvector_to_array(to_tsvector(${language}::regconfig, word)) as stems
      from unnest(${words}::text[]) with ordinality as typed (word, place)
    ) as asked order by place`.execute(db);
  return rows;
}

/** Words hold letters and digits alone, so that none of them means anything in a tsquery. */
export const anyOf = (words: readonly string[], beginning?: string): string =>
  `(${[...new Set(words)].map((word) => (word === beginning ? `'${word}':*` : `'${word}'`)).join(' | ')})`;

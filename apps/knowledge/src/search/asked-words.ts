import { sql, type RawBuilder } from 'kysely';

/** A word that is looked for. */
export interface AskedWord {
  readonly word: string;
  /** Words of articles that have the same stem. */
  readonly forms: readonly string[];
}

const MOST_FORMS = 40;

/**
 * Rows `word, place, says_nothing, forms`. Articles keep their words as they are written: what has the same stem is found by
 * the words they used. A word that every text of the language has says nothing.
 */
export const askedWords = (words: readonly string[], language: string): RawBuilder<AskedWord> => sql`
  select word, place::int as place, cardinality(stems) = 0 as says_nothing, array(
    select used.word from knowledge.article_words as used
    where used.stems @> array[${language} || ':' || typed.stems[1]] limit ${MOST_FORMS}) as forms
  from (
    select word, place, tsvector_to_array(to_tsvector(${language}::regconfig, word)) as stems
    from unnest(${words}::text[]) with ordinality as typed (word, place)
  ) as typed`;

/** Text of a tsquery. Words hold letters and digits alone, so that none of them means anything in it. */
export const anyOf = (words: RawBuilder<unknown>): RawBuilder<string> =>
  sql`('(''' || array_to_string(${words}, ''' | ''') || ''')')`;

import type { WrittenWord } from '@opsledger/service-kit';
import { sql, type RawBuilder } from 'kysely';
import { dictionaryOf } from './languages';
import type { TypedWord } from './words';

/** A word that is looked for. */
export interface AskedWord extends WrittenWord {
  /** Words of articles that have the same stem, in plain letters. */
  readonly forms: readonly string[];
}

const MOST_FORMS = 40;

/**
 * Rows `word, written, place, says_nothing, forms`. What has the same stem is found by the words that articles used. Stems are
 * made of words as they are written, since languages tell endings by their marks, and of those in plain letters, as people type
 * who do not have the marks. A word that every text of the language has says nothing; one like it in plain letters does.
 */
export const askedWords = (words: readonly TypedWord[], language: string): RawBuilder<AskedWord> => sql`
  select word, written, place::int as place, cardinality(stems) = 0 as says_nothing, array(
    select distinct folded from (
      select used.folded from knowledge.article_words as used
      where used.stems && array[${language} || ':' || typed.stems[1], ${language} || ':' || typed.plain_stems[1]]
      limit ${MOST_FORMS}) as used) || array_remove(array[otherwise], null) as forms
  from (
    select word, written, otherwise, place, ts_lexize(${dictionaryOf(language)}::regdictionary, written) as stems,
      ts_lexize(${dictionaryOf(language)}::regdictionary, nullif(word, written)) as plain_stems
    from unnest(${words.map(({ word }) => word)}::text[], ${words.map(({ written }) => written)}::text[],
      ${words.map(({ otherwise }) => otherwise)}::text[]) with ordinality as typed (word, written, otherwise, place)
  ) as typed`;

/** Text of a tsquery. Words hold letters, their marks and digits alone, so that none of them means anything in it. */
export const anyOf = (words: RawBuilder<unknown>): RawBuilder<string> =>
  sql`('(''' || array_to_string(${words}, ''' | ''') || ''')')`;

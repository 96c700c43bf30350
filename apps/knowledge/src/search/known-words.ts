import { isStaff } from '@opsledger/contracts';
import type { QueryContext, WrittenWord } from '@opsledger/service-kit';
import { sql, type RawBuilder } from 'kysely';
import { distance, forgiven, spellingsOf } from './spellings';
import { occurs } from './visible';
import { firsts } from './words';

type Context = Pick<QueryContext, 'actor' | 'roles'>;

/** Words that are near, of which as many are looked at whether an article still uses them. */
const MOST_NEAR = 12;
const MOST_LOOKED_AT = 1_000;
/** After every word with the same beginning. */
const LAST = '\u{10FFFF}';

/**
 * Rows `word, others` of the words that no article uses, each with words that articles used once and that have a spelling
 * in common with it. A word is used when one that articles use begins with it: most that are used are themselves one, and
 * most mistyped ones never were.
 */
export function nearWords(words: readonly WrittenWord[], condition: RawBuilder<boolean>, context: Context) {
  const forgiving = words.map(({ word }) => word).filter((word) => forgiven(word) > 0);
  const spellings = forgiving.map((word) => spellingsOf(word, forgiven(word)).join(' '));
  return sql`
    select word, array(
      select json_build_object('word', kept.folded, 'written', kept.word) from knowledge.article_words as kept
      where kept.spellings && string_to_array(asked.spellings, ' ') and (${isStaff(context)} or kept.is_public)
        and length(kept.folded) between length(asked.word) - 2 and length(asked.word) + 2
      limit ${MOST_LOOKED_AT}) as others
    from unnest(${forgiving}::text[], ${spellings}::text[]) as asked (word, spellings)
    where ${condition} and not (
      exists (select from knowledge.article_words as kept where kept.folded >= asked.word and kept.folded < asked.word || ${LAST})
      and (${occurs(sql`quote_literal(word)`, context)} or ${occurs(sql`quote_literal(word) || ':*'`, context)})
    )`;
}

/** Those that are as near to a word as is forgiven, the nearest first; of spellings that differ by marks, the nearest. */
export function nearest({ word, written }: WrittenWord, others: readonly WrittenWord[]): WrittenWord[] {
  const near = others
    .filter((other) => Math.abs(other.word.length - word.length) <= forgiven(word))
    .map((other) => ({ ...other, off: distance(word, other.word) }))
    .filter(({ off }) => off <= forgiven(word))
    .map((other) => ({ ...other, offAsWritten: distance(written, other.written) }))
    .sort(
      (one, two) => one.off - two.off || one.offAsWritten - two.offAsWritten || (one.written < two.written ? -1 : 1),
    );
  return firsts('word', near).slice(0, MOST_NEAR);
}

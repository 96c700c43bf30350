import { isStaff } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { sql, type RawBuilder } from 'kysely';
import { distance, forgiven, spellingsOf } from './spellings';
import { occurs } from './visible';

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
export function nearWords(words: readonly string[], condition: RawBuilder<boolean>, context: Context) {
  const forgiving = words.filter((word) => forgiven(word) > 0);
  const spellings = forgiving.map((word) => spellingsOf(word, forgiven(word)).join(' '));
  return sql`
    select word, array(
      select kept.word from knowledge.article_words as kept
      where kept.spellings && string_to_array(asked.spellings, ' ') and (${isStaff(context)} or kept.is_public)
        and length(kept.word) between length(asked.word) - 2 and length(asked.word) + 2
      limit ${MOST_LOOKED_AT}) as others
    from unnest(${forgiving}::text[], ${spellings}::text[]) as asked (word, spellings)
    where ${condition} and not (
      exists (select from knowledge.article_words as kept where kept.word >= asked.word and kept.word < asked.word || ${LAST})
      and (${occurs(sql`quote_literal(word)`, context)} or ${occurs(sql`quote_literal(word) || ':*'`, context)})
    )`;
}

/** Those that are as near to a word as is forgiven, the nearest first. */
export const nearest = (word: string, others: readonly string[]): string[] =>
  others
    .filter((other) => Math.abs(other.length - word.length) <= forgiven(word))
    .map((other) => ({ other, off: distance(word, other) }))
    .filter(({ off }) => off <= forgiven(word))
    .sort((one, two) => one.off - two.off || (one.other < two.other ? -1 : 1))
    .slice(0, MOST_NEAR)
    .map(({ other }) => other);

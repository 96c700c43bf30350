import { isStaff } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { distance, forgiven, spellingsOf } from './spellings';
import { occurs } from './visible';

type Context = Pick<QueryContext, 'db' | 'actor' | 'roles'>;

const MOST_INSTEAD = 3;
/** Words that are near, of which as many are looked at whether an article still uses them. */
const MOST_NEAR = 12;
const MOST_LOOKED_AT = 1_000;

/** What is looked for in place of each word that no article uses: the nearest ones that some do. */
export async function corrections(
  words: readonly string[],
  context: Context,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = words.filter((word) => forgiven(word) > 0);
  const unknown = asked.length === 0 ? [] : await unknownOf(asked, context);
  if (unknown.length === 0) return new Map();
  const kept = await keptNear(unknown, context);
  const near = unknown.map((word) => [word, nearest(word, kept)] as const);
  const used = await usedOf([...new Set(near.flatMap(([, others]) => others))], context);
  return new Map(
    near
      .map(([word, others]) => [word, others.filter((other) => used.has(other)).slice(0, MOST_INSTEAD)] as const)
      .filter(([, others]) => others.length > 0),
  );
}

/** A word is known when one that articles use begins with it. */
async function unknownOf(words: readonly string[], context: Context): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select word from unnest(${words}::text[]) as asked (word)
    where not ${occurs(sql`quote_literal(word) || ':*'`, context)}`.execute(context.db);
  return rows.map(({ word }) => word);
}

/** Words that articles used once and that have a spelling in common with one of these. */
async function keptNear(words: readonly string[], context: Context): Promise<string[]> {
  const spellings = [...new Set(words.flatMap((word) => spellingsOf(word, forgiven(word))))];
  const lengths = words.map((word) => word.length);
  const { rows } = await sql<{ word: string }>`
    select word from knowledge.article_words
    where spellings && ${spellings}::text[] and (${isStaff(context)} or is_public)
      and length(word) between ${Math.min(...lengths) - 2} and ${Math.max(...lengths) + 2}
    limit ${MOST_LOOKED_AT}`.execute(context.db);
  return rows.map(({ word }) => word);
}

const nearest = (word: string, kept: readonly string[]): string[] =>
  kept
    .filter((other) => Math.abs(other.length - word.length) <= forgiven(word))
    .map((other) => ({ other, off: distance(word, other) }))
    .filter(({ off }) => off <= forgiven(word))
    .sort((one, two) => one.off - two.off || (one.other < two.other ? -1 : 1))
    .slice(0, MOST_NEAR)
    .map(({ other }) => other);

/** Those that an article still uses which whoever asks may find. */
async function usedOf(words: readonly string[], context: Context): Promise<ReadonlySet<string>> {
  if (words.length === 0) return new Set();
  const { rows } = await sql<{ word: string }>`
    select word from unnest(${words}::text[]) as kept (word)
    where ${occurs(sql`quote_literal(word)`, context)}`.execute(context.db);
  return new Set(rows.map(({ word }) => word));
}

import type { QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { distance, forgiven, trigramsOf } from './trigrams';

const MOST_INSTEAD = 3;
const MOST_LOOKED_AT = 40;

interface Found {
  readonly word: string;
  readonly near: readonly string[];
}

/** What is looked for in place of each word that no article uses: the nearest ones that some do. */
export async function corrections(
  words: readonly string[],
  staff: boolean,
  { db }: Pick<QueryContext, 'db'>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = words.filter((word) => forgiven(word) > 0);
  if (asked.length === 0) return new Map();
  const unknown = await unknownOf(asked, staff, db);
  const found = await Promise.all(unknown.map((word) => nearTo(word, staff, db)));
  return new Map(found.filter(({ near }) => near.length > 0).map(({ word, near }) => [word, near]));
}

/** A word is known when one that articles use begins with it. */
async function unknownOf(words: readonly string[], staff: boolean, db: QueryContext['db']): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select asked.word from unnest(${words}::text[]) as asked (word)
    where not exists (
      select from knowledge.article_words as used
      where used.word >= asked.word collate "C" and used.word < asked.word || chr(1114111) collate "C"
        and (${staff} or used.is_public))`.execute(db);
  return rows.map(({ word }) => word);
}

async function nearTo(word: string, staff: boolean, db: QueryContext['db']): Promise<Found> {
  const trigrams = trigramsOf(word);
  const { rows } = await sql<{ word: string }>`
    select word from knowledge.article_words
    where trigrams && ${trigrams}::text[] and (${staff} or is_public)
      and length(word) between ${word.length - 2} and ${word.length + 2}
    order by (select count(*) from unnest(trigrams) as own where own = any(${trigrams}::text[])) desc, word
    limit ${MOST_LOOKED_AT}`.execute(db);
  const near = rows
    .map((row) => ({ word: row.word, off: distance(word, row.word) }))
    .filter(({ off }) => off <= forgiven(word))
    .sort((one, other) => one.off - other.off)
    .slice(0, MOST_INSTEAD)
    .map((row) => row.word);
  return { word, near };
}

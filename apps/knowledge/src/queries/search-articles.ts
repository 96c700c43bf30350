import type { ArticleHit, ParamsOf, ResultOf, SearchArticles } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { articleSearch, articleTexts } from '../read-models/article-search';
import { articleWords } from '../read-models/article-words';
import { anyOf, askedWords, type AskedWord } from '../search/asked-words';
import { corrections } from '../search/known-words';
import { languageOf } from '../search/languages';
import { snippetOf, type Marked } from '../search/snippet';
import { visible } from '../search/visible';
import { wordsOf } from '../search/words';

type Params = ParamsOf<typeof SearchArticles>;
type Row = Omit<ArticleHit, 'snippet'> & { readonly body: string };
type Instead = ReadonlyMap<string, readonly string[]>;

const MOST_WORDS = 12;
/** All that match are put in order by title and tags, which is cheap; as many of the first are ranked by their text, too. */
const MOST_RANKED = 20;
/** Letters of an article that a snippet is taken from. */
const SNIPPET_OF = 8_000;

export async function searchArticles(params: Params, context: QueryContext): Promise<ResultOf<typeof SearchArticles>> {
  await Promise.all([articleSearch, articleTexts, articleWords].map(({ name }) => context.upToDate(name)));
  const typed = wordsOf(params.q).slice(0, MOST_WORDS);
  const words = telling(await askedWords(typed, languageOf(params.language), context));
  if (words.length === 0) return { items: [], matched: 'none', corrections: [] };
  const beginning = beginningOf(words, typed.at(-1)!);
  const find = (how: '&' | '|', instead: Instead = new Map()) =>
    found({ words, beginning, instead, how }, params, context);

  // What an article has all of is not mistyped.
  const asTyped = await find('&');
  if (asTyped.length > 0) return { items: asTyped, matched: 'all', corrections: [] };
  const instead = await corrections(typed, context);
  const told = [...instead].map(([word, others]) => ({ word, instead: [...others] }));
  const all = instead.size > 0 ? await find('&', instead) : [];
  if (all.length > 0) return { items: all, matched: 'all', corrections: told };
  const some = words.length > 1 ? await find('|', instead) : [];
  return { items: some, matched: some.length > 0 ? 'some' : 'none', corrections: told };
}

/** Words that every text has are left out, unless there are no others. */
function telling(words: readonly AskedWord[]): readonly AskedWord[] {
  const saying = words.filter(({ saysNothing }) => !saysNothing);
  return saying.length > 0 ? saying : words;
}

/** The last word may be the beginning of one. */
const beginningOf = (words: readonly AskedWord[], last: string): string | undefined =>
  words.at(-1)!.word === last && last.length >= 3 ? last : undefined;

interface Asked {
  readonly words: readonly AskedWord[];
  readonly beginning: string | undefined;
  readonly instead: Instead;
  readonly how: '&' | '|';
}

const alternatives = ({ word, forms }: AskedWord, { beginning, instead }: Asked): string =>
  anyOf([word, ...forms, ...(instead.get(word) ?? [])], beginning);

const markedBy = ({ words, beginning, instead }: Asked): Marked => ({
  words: words.flatMap(({ word, forms }) => [word, ...forms, ...(instead.get(word) ?? [])]),
  beginning,
});

function conditions({ category, serviceId, audience, tag, language, knownError }: Params, context: QueryContext) {
  const all = [visible(context)];
  if (category !== undefined) all.push(sql`category = ${category}`);
  if (serviceId !== undefined) all.push(sql`service_id = ${serviceId}`);
  if (audience !== undefined) all.push(sql`audience = ${audience}`);
  if (tag !== undefined) all.push(sql`tags @> array[${tag}]::text[]`);
  if (language !== undefined) all.push(sql`language = ${language}`);
  if (knownError !== undefined) all.push(sql`known_error = ${knownError}`);
  return sql.join(all, sql` and `);
}

export const HIT = sql`
  id, number, title, audience, category, tags, service, language, article_version as "articleVersion",
  known_error as "knownError", published_at as "publishedAt"`;

/**
 * The query is read from `asked`, so that PostgreSQL does not know how many it matches: of a common word it would think
 * that reading every article is faster than the index, for it does not count what unpacking their words costs.
 */
async function found(asked: Asked, params: Params, context: QueryContext): Promise<ArticleHit[]> {
  const terms = asked.words.map((word) => alternatives(word, asked));
  const { rows } = await sql<Row>`
    with asked as materialized (
      select ${terms.join(` ${asked.how} `)}::tsquery as query, ${terms.join(' | ')}::tsquery as any_of
    ),
    matching as materialized (
      select id, ts_rank(heading, any_of) as by_heading
      from asked, knowledge.article_search
      where words @@ (select query from asked) and ${conditions(params, context)}
      order by by_heading desc, published_at desc, id limit ${Math.max(MOST_RANKED, params.limit ?? 10)}
    ),
    ranked as (
      select id, by_heading + 0.1 * ts_rank(words, any_of, 1) as score
      from matching join knowledge.article_search using (id), asked
      order by score desc, id limit ${params.limit ?? 10}
    )
    select ${HIT}, score, coalesce(left(body, ${SNIPPET_OF}::int), '') as body
    from ranked join knowledge.article_search using (id)
    left join knowledge.article_texts using (id, article_version) order by score desc, id`.execute(context.db);
  const marked = markedBy(asked);
  return rows.map(({ body, ...hit }) => ({ ...hit, snippet: snippetOf(body, marked) }));
}

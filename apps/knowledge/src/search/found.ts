import type { ArticleHit, ParamsOf, SearchArticles } from '@opsledger/contracts';
import { PREPARED, type QueryContext } from '@opsledger/service-kit';
import { sql, type RawBuilder } from 'kysely';
import type { AskedWord } from './asked-words';
import { snippetsOf } from './snippet';
import { visible } from './visible';

export type SearchParams = ParamsOf<typeof SearchArticles>;

/** An article that was found, with the text that its snippet is taken from. */
export type Found = Omit<ArticleHit, 'snippet'> & { readonly body: string };

/** All that match are put in order by title and tags, which is cheap; as many of the first are ranked by their text, too. */
const MOST_RANKED = 20;
const SHOWN = 10;

export const HIT = sql`
  id, number, title, audience, category, tags, service, language, article_version as "articleVersion",
  known_error as "knownError", published_at as "publishedAt"`;

/** The plans of what is asked most are kept: planning takes half as long as finding. Every filter makes another statement. */
export const planned = ({ q: _words, limit: _limit, ...filters }: SearchParams): RawBuilder<unknown> =>
  Object.keys(filters).length === 0 ? PREPARED : sql``;

/** What a row of `knowledge.article_search` has to be, whatever its words. */
function narrowed(params: SearchParams, context: QueryContext): RawBuilder<boolean> {
  const { category, serviceId, audience, tag, language, knownError } = params;
  const all = [visible(context)];
  if (category !== undefined) all.push(sql`category = ${category}`);
  if (serviceId !== undefined) all.push(sql`service_id = ${serviceId}`);
  if (audience !== undefined) all.push(sql`audience = ${audience}`);
  if (tag !== undefined) all.push(sql`tags @> array[${tag}]::text[]`);
  if (language !== undefined) all.push(sql`language = ${language}`);
  if (knownError !== undefined) all.push(sql`known_error = ${knownError}`);
  return sql.join(all, sql` and `);
}

export const mostRanked = ({ limit = SHOWN }: SearchParams): number => Math.max(MOST_RANKED, limit);

/**
 * Rows of `knowledge.article_search` that match and as many of the first as are ranked. The query is read from `asked`, so
 * that PostgreSQL does not know how many it matches: of a common word it would think that reading every article is faster
 * than the index, for it does not count what unpacking their words costs.
 */
export const matching = (condition: RawBuilder<unknown>, params: SearchParams, context: QueryContext) => sql`
  select article_search.*, any_of, ts_rank(heading, any_of) as by_heading
  from asked, knowledge.article_search
  where ${condition} and ${narrowed(params, context)}
  order by by_heading desc, published_at desc, id limit ${mostRanked(params)}`;

/** The best of the rows of `matching`, as JSON. */
export const best = ({ limit = SHOWN }: SearchParams) => sql`
  select coalesce(json_agg(hit order by score desc, id), '[]') as items from (
    select ${HIT}, score, coalesce(body, '') as body
    from (
      select *, by_heading + 0.1 * ts_rank(words, any_of, 1) as score from matching order by score desc, id limit ${limit}
    ) as best left join knowledge.article_texts using (id, article_version)
  ) as hit`;

/** What is shown of those found. */
export function hitsOf(
  found: readonly Found[],
  words: readonly AskedWord[],
  beginning: string | undefined,
): ArticleHit[] {
  const snippetOf = snippetsOf({ words: words.flatMap(({ word, forms }) => [word, ...forms]), beginning });
  return found.map(({ body, ...hit }) => ({ ...withInstant(hit), snippet: snippetOf(body) }));
}

/** In JSON, PostgreSQL writes instants in another way. */
export const withInstant = <Hit extends { readonly publishedAt: string | null }>(hit: Hit): Hit => ({
  ...hit,
  publishedAt: hit.publishedAt && new Date(hit.publishedAt).toISOString(),
});

import type { ArticleHit, ParamsOf, ResultOf, SearchArticles } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { sql, type RawBuilder } from 'kysely';
import { STEMMED, articleSearch } from '../read-models/article-search';
import { articleWords } from '../read-models/article-words';
import { corrections } from '../search/known-words';
import { BRACKETS, MARKS, snippetHtml } from '../search/snippet';
import { wordsOf } from '../search/trigrams';
import { seesAll } from './article-records';

type Params = ParamsOf<typeof SearchArticles>;
type Row = Omit<ArticleHit, 'snippet'> & { readonly headline: string };

const MOST_WORDS = 12;
/** Of the articles that match in the text alone, as many are ranked; those that match in title or tags all come first. */
const MOST_RANKED = 200;
const HEADLINE_OF = 8_000;
/** Brackets are kept, and no text brings marks of its own. */
const [FROM, TO] = [`<>${MARKS.start}${MARKS.stop}`, BRACKETS.open + BRACKETS.close];

export async function searchArticles(params: Params, context: QueryContext): Promise<ResultOf<typeof SearchArticles>> {
  await context.upToDate(articleSearch.name);
  await context.upToDate(articleWords.name);
  const words = wordsOf(params.q).slice(0, MOST_WORDS);
  if (words.length === 0) return { items: [], matched: 'none', corrections: [] };
  const instead = await corrections(words, seesAll(context), context);
  const terms = words.map((word, index) => alternatives(word, instead.get(word), index === words.length - 1));
  const told = [...instead].map(([word, others]) => ({ word, instead: [...others] }));

  const all = await found(terms.join(' & '), params, context);
  if (all.length > 0) return { items: all, matched: 'all', corrections: told };
  const some = words.length > 1 ? await found(terms.join(' | '), params, context) : [];
  return { items: some, matched: some.length > 0 ? 'some' : 'none', corrections: told };
}

/** Words hold letters and digits alone, so that none of them means anything to `to_tsquery`. */
function alternatives(word: string, instead: readonly string[] = [], isLast: boolean): string {
  const asTyped = isLast && word.length >= 3 ? `${word}:*` : word;
  return `(${[asTyped, ...instead].join(' | ')})`;
}

/** A query in the stems of a language, or as the words are. */
export const tsquery = (terms: string, language = 'en'): RawBuilder<unknown> =>
  sql`(to_tsquery(${STEMMED[language.slice(0, 2)] ?? 'simple'}::regconfig, ${terms}) || to_tsquery('simple', ${terms}))`;

export const visible = (context: QueryContext): RawBuilder<unknown> =>
  seesAll(context) ? sql`live` : sql`live and audience = 'public'`;

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

async function found(terms: string, params: Params, context: QueryContext): Promise<ArticleHit[]> {
  const where = conditions(params, context);
  const asked = tsquery(terms, params.language);
  const { rows } = await sql<Row>`
    with asked as materialized (select ${asked} as query),
    candidates as (
      (select id from knowledge.article_search where heading @@ ${asked} and ${where} limit ${2 * MOST_RANKED})
      union
      (select id from knowledge.article_search where words @@ ${asked} and ${where} limit ${MOST_RANKED})
    ),
    ranked as (
      select article_search.*, ts_rank(heading, query) + 0.1 * ts_rank(words, query, 1) as score
      from candidates join knowledge.article_search using (id), asked
      order by score desc, id limit ${params.limit ?? 10}
    )
    select ${HIT}, score, ts_headline(
      ${STEMMED[(params.language ?? 'en').slice(0, 2)] ?? 'simple'}::regconfig, translate(left(body, ${HEADLINE_OF}::int), ${FROM}, ${TO}), query,
      ${`StartSel=${MARKS.start}, StopSel=${MARKS.stop}, MaxWords=35, MinWords=15`}) as headline
    from ranked, asked order by score desc, id`.execute(context.db);
  return rows.map(({ headline, ...hit }) => ({ ...hit, snippet: snippetHtml(headline) }));
}

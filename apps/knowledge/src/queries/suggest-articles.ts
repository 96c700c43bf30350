import type { ArticleSuggestion, ParamsOf, ResultOf, SuggestArticles } from '@opsledger/contracts';
import { Problem, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { articleSearch } from '../read-models/article-search';
import { wordsOf } from '../search/trigrams';
import { HIT, tsquery, visible } from './search-articles';

type Params = ParamsOf<typeof SuggestArticles>;
type Reason = ArticleSuggestion['reasons'][number];

/** Words that are looked for: the rarest of the text. */
const MOST_WORDS = 10;
/** Words of the text that are looked at for that. */
const MOST_READ = 60;
const MOST_RANKED = 200;
const MOST_CIS = 50;
/** What each reason adds; a word in the title counts as its rarity, in the text alone as a third of it. */
const WORTH = { ci: 4, service: 2, category: 1, known_error: 1, helpful: 1 } as const;

interface Candidate extends Omit<ArticleSuggestion, 'score' | 'reasons'> {
  readonly in_heading: readonly boolean[];
  readonly in_words: readonly boolean[];
  readonly cis: readonly string[];
  readonly of_service: boolean;
  readonly of_category: boolean;
  readonly helpful: number;
  readonly not_helpful: number;
}

interface Informative {
  readonly word: string;
  readonly rarity: number;
}

export async function suggestArticles(
  params: Params,
  context: QueryContext,
): Promise<ResultOf<typeof SuggestArticles>> {
  const { text = '', ciIds = '', category = null, serviceId = null, limit = 5 } = params;
  const cis = ciIds
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (cis.length > MOST_CIS || (text === '' && cis.length === 0 && category === null && serviceId === null))
    throw unclear();
  await context.upToDate(articleSearch.name);
  const words = await informative(text, context);
  const query = words.map(({ word }) => word).join(' | ');
  const seen = visible(context);
  const matching =
    words.length === 0
      ? sql`select id from knowledge.article_search where false`
      : sql`
    (select id from knowledge.article_search where heading @@ ${tsquery(query)} and ${seen} limit ${MOST_RANKED})
    union (select id from knowledge.article_search where words @@ ${tsquery(query)} and ${seen} limit ${MOST_RANKED})`;
  const each = (column: 'heading' | 'words') =>
    sql`array[${sql.join(words.map(({ word }) => sql`${sql.ref(column)} @@ ${tsquery(word)}`))}]::boolean[]`;
  const { rows } = await sql<Candidate>`
    with candidates as (
      ${matching}
      union (select id from knowledge.article_search where ci_ids && ${cis}::text[] and ${seen} limit ${MOST_RANKED})
      union (select id from knowledge.article_search where service_id = ${serviceId} and ${seen}
             order by published_at desc limit ${MOST_RANKED})
      union (select id from knowledge.article_search where category = ${category} and ${seen}
             order by published_at desc limit ${MOST_RANKED})
    )
    select ${HIT}, ${each('heading')} as in_heading, ${each('words')} as in_words,
      array(select unnest(ci_ids) intersect select unnest(${cis}::text[])) as cis,
      service_id is not distinct from ${serviceId} and service_id is not null as of_service,
      category is not distinct from ${category} and category is not null as of_category,
      coalesce(helpful, 0) as helpful, coalesce(not_helpful, 0) as not_helpful
    from candidates join knowledge.article_search using (id)
    left join knowledge.article_use on article_id = id`.execute(context.db);
  const ranked = rows.map((row) => suggestion(row, words)).sort(byScore);
  return { items: ranked.slice(0, limit) };
}

const byScore = (one: ArticleSuggestion, other: ArticleSuggestion): number =>
  other.score - one.score || (one.number < other.number ? -1 : 1);

const unclear = () =>
  new Problem(
    400,
    'invalid-parameters',
    'Nothing to suggest by',
    `Give text, ciIds (${MOST_CIS} at most), category or serviceId: what the incident is about.`,
  );

/** The rarest words of the text, by how many articles among a thousand use them; words that all texts have are none. */
async function informative(text: string, context: QueryContext): Promise<Informative[]> {
  const words = wordsOf(text)
    .filter((word) => word.length >= 2)
    .slice(0, MOST_READ);
  if (words.length === 0) return [];
  const { rows } = await sql<{ word: string; used: number }>`
    select asked.word, (select count(*)::int from (
      select from knowledge.article_search
      where words @@ ${sql`(to_tsquery('english', asked.word) || to_tsquery('simple', asked.word))`}
        and ${visible(context)} limit 1000) as matching) as used
    from unnest(${words}::text[]) as asked (word)
    where numnode(to_tsquery('english', asked.word)) > 0`.execute(context.db);
  return rows
    .filter(({ used }) => used > 0)
    .map(({ word, used }) => ({ word, rarity: Math.log(1 + 1_000 / used) }))
    .sort((one, other) => other.rarity - one.rarity)
    .slice(0, MOST_WORDS);
}

function suggestion(row: Candidate, words: readonly Informative[]): ArticleSuggestion {
  const { in_heading, in_words, cis, of_service, of_category, helpful, not_helpful, ...hit } = row;
  const said = words.map(({ rarity }, index) => (in_heading[index] ? rarity : in_words[index] ? rarity / 3 : 0));
  const reasons: Reason[] = [
    reason(
      'words',
      words.filter((_, index) => said[index]! > 0).map(({ word }) => word),
      said.reduce((a, b) => a + b, 0),
    ),
    reason('ci', cis, cis.length * WORTH.ci),
    reason('service', hit.service ? [hit.service.name] : [], of_service ? WORTH.service : 0),
    reason('category', hit.category === null ? [] : [hit.category], of_category ? WORTH.category : 0),
  ].filter(({ score }) => score > 0);
  // What speaks for any incident speaks only beside something that speaks for this one.
  if (hit.knownError) reasons.push(reason('known_error', [], WORTH.known_error));
  const answers = helpful + not_helpful;
  if (helpful > not_helpful)
    reasons.push(reason('helpful', [], (WORTH.helpful * (helpful - not_helpful)) / (answers + 2)));
  return { ...hit, score: rounded(reasons.reduce((sum, { score }) => sum + score, 0)), reasons };
}

const rounded = (score: number): number => Math.round(score * 1_000) / 1_000;
const reason = (kind: Reason['kind'], what: readonly string[], score: number): Reason => ({
  kind,
  what: [...what],
  score: rounded(score),
});

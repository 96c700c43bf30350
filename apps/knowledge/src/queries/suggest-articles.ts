import {
  isStaff,
  type ArticleSuggestion,
  type ParamsOf,
  type ResultOf,
  type SuggestArticles,
} from '@opsledger/contracts';
import { Problem, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { articleSearch } from '../read-models/article-search';
import { articleWordCounts, articleWords } from '../read-models/article-words';
import { anyOf, askedWords } from '../search/asked-words';
import { visible } from '../search/visible';
import { wordsOf } from '../search/words';
import { HIT } from './search-articles';

type Params = ParamsOf<typeof SuggestArticles>;
type Reason = ArticleSuggestion['reasons'][number];

/** Words that are looked for: the rarest of the text. */
const MOST_WORDS = 10;
/** Words of the text that are looked at for that. */
const MOST_READ = 60;
/** Articles that all these words together may occur in. */
const MOST_READ_THROUGH = 5_000;
/** Of those that match in one way, the best by what is cheap to know. */
const MOST_RANKED = 100;
const MOST_CIS = 50;
/** What each reason adds; a word in the title counts as its rarity, in the text alone as a third of it. */
const WORTH = { ci: 4, service: 2, category: 1, known_error: 1, helpful: 1 } as const;

interface Candidate extends Omit<ArticleSuggestion, 'score' | 'reasons'> {
  /** Places of the words that occur. */
  readonly in_heading: readonly number[];
  readonly in_words: readonly number[];
  readonly cis: readonly string[];
  readonly of_service: boolean;
  readonly of_category: boolean;
  readonly helpful: number;
  readonly not_helpful: number;
}

interface Informative {
  readonly word: string;
  /** A tsquery. */
  readonly query: string;
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
  await Promise.all([articleSearch, articleWords, articleWordCounts].map(({ name }) => context.upToDate(name)));
  const words = await informative(text, context);
  const seen = visible(context);
  const { rows } = await sql<Candidate>`
    with asked as materialized (
      select place::int - 1 as place, query::tsquery as query, rarity
      from unnest(${words.map(({ query }) => query)}::text[], ${words.map(({ rarity }) => rarity)}::float8[])
        with ordinality as word (query, rarity, place)
    ),
    said as materialized (
      select id, array_agg(place) as places, sum(rarity) as rarity
      from asked cross join lateral (select id from knowledge.article_search where words @@ asked.query and ${seen}) as its
      group by id
    ),
    candidates as (
      (select id from said order by rarity desc, id limit ${MOST_RANKED})
      union (select id from knowledge.article_search where ci_ids && ${cis}::text[] and ${seen}
             order by published_at desc, id limit ${MOST_RANKED})
      union (select id from knowledge.article_search where service_id = ${serviceId} and ${seen}
             order by published_at desc, id limit ${MOST_RANKED})
      union (select id from knowledge.article_search where category = ${category} and ${seen}
             order by published_at desc, id limit ${MOST_RANKED})
    )
    select ${HIT}, coalesce(places, '{}') as in_words,
      array(select place from asked where heading @@ query) as in_heading,
      array(select unnest(ci_ids) intersect select unnest(${cis}::text[])) as cis,
      service_id is not distinct from ${serviceId} and service_id is not null as of_service,
      category is not distinct from ${category} and category is not null as of_category,
      coalesce(helpful, 0) as helpful, coalesce(not_helpful, 0) as not_helpful
    from candidates join knowledge.article_search using (id)
    left join said using (id)
    left join knowledge.article_use using (number)`.execute(context.db);
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

/**
 * The rarest words of the text; words that all texts have are none. Only what is not kept as a word, such as a
 * number, is counted here.
 */
async function informative(text: string, context: QueryContext): Promise<Informative[]> {
  const words = wordsOf(text)
    .filter((word) => word.length >= 2)
    .slice(0, MOST_READ);
  if (words.length === 0) return [];
  const asked = (await askedWords(words, 'english', context)).filter(({ saysNothing }) => !saysNothing);
  const forms = asked.map(({ word, forms: others }) => [...new Set([word, ...others])]);
  const { rows } = await sql<{ word: string; query: string; used: number }>`
    with counted as (
      select asked.word, query, sum(${sql.ref(isStaff(context) ? 'publications' : 'public_publications')}) as used
      from unnest(${asked.map(({ word }) => word)}::text[], ${forms.map((all) => anyOf(all))}::text[],
        ${forms.map((all) => all.join(' '))}::text[]) as asked (word, query, forms)
      left join knowledge.article_word_counts as counts on counts.word = any(string_to_array(forms, ' '))
      group by asked.word, query
    )
    select word, query, coalesce(nullif(used, 0)::int, (
      with hits as materialized (
        select 1 from knowledge.article_search where words @@ query::tsquery and ${visible(context)}
      ) select count(*)::int from hits)) as used
    from counted`.execute(context.db);
  const rarest = rows
    .filter(({ used }) => used > 0)
    .sort((one, other) => one.used - other.used || (one.word < other.word ? -1 : 1));
  return withinMost(rarest.slice(0, MOST_WORDS)).map(({ used, ...word }) => ({
    ...word,
    rarity: Math.log(1 + 1_000 / used),
  }));
}

/** The rarest ones whose articles can be looked through at once; the common ones would add little. */
function withinMost<Word extends { readonly used: number }>(words: readonly Word[]): Word[] {
  let sum = 0;
  return words.filter(({ used }, index) => (sum += used) <= MOST_READ_THROUGH || index === 0);
}

function suggestion(row: Candidate, words: readonly Informative[]): ArticleSuggestion {
  const { in_heading, in_words, cis, of_service, of_category, helpful, not_helpful, ...hit } = row;
  const said = words.map(({ rarity }, index) =>
    in_heading.includes(index) ? rarity : in_words.includes(index) ? rarity / 3 : 0,
  );
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

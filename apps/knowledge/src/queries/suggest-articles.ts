import {
  isStaff,
  type ArticleSuggestion,
  type ParamsOf,
  type ResultOf,
  type SuggestArticles,
} from '@opsledger/contracts';
import { PREPARED, Problem, type QueryContext } from '@opsledger/service-kit';
import { sql, type RawBuilder } from 'kysely';
import { articleSearch } from '../read-models/article-search';
import { articleWordCounts, articleWords } from '../read-models/article-words';
import { anyOf, askedWords } from '../search/asked-words';
import { HIT, withInstant } from '../search/found';
import { visible } from '../search/visible';
import { wordsOf } from '../search/words';

type Params = ParamsOf<typeof SuggestArticles>;
type Reason = ArticleSuggestion['reasons'][number];

/** Words that are looked for: the rarest of the text. */
const MOST_WORDS = 10;
/** Words of the text that are looked at for that. */
const MOST_READ = 60;
/** Articles that all these words together may occur in. */
const MOST_READ_THROUGH = 5_000;
/** Of those that match in one way, the best: what else speaks for any incident moves one past a few others at most. */
const MOST_RANKED = 50;
const MOST_CIS = 50;
/** How much of its rarity a word counts in title or tags, and in the text alone. */
const TITLED = 1;
const IN_TEXT = 1 / 3;
/** What each other reason adds. */
const WORTH = { ci: 4, service: 2, category: 1, known_error: 1, helpful: 1 } as const;

interface Candidate extends Omit<ArticleSuggestion, 'score' | 'reasons'> {
  /** A bit for each word that occurs, by its place in `asked`. */
  readonly in_heading: number;
  readonly in_words: number;
  readonly cis: readonly string[];
  readonly of_service: boolean;
  readonly of_category: boolean;
  readonly helpful: number;
  readonly not_helpful: number;
}

interface Informative {
  /** The word as the incident has it. */
  readonly written: string;
  readonly rarity: number;
}

/** One statement: rows are told apart by their places, which hold for as long as it runs and are shorter than ids. */
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
  const seen = visible(context);
  const { rows } = await sql<{ asked: Informative[]; candidates: Candidate[] }>`${PREPARED}
    with ${informative(text, context)},
    said as materialized (
      select at, bit_or(1 << place) as in_words, bit_or(1 << place) filter (where titled) as in_heading,
        sum(rarity * case when titled then ${TITLED - IN_TEXT}::float8 else ${IN_TEXT}::float8 end) as score
      from asked cross join lateral (
        select ctid as at, false as titled from knowledge.article_search where words @@ asked.query and ${seen}
        union all select ctid, true from knowledge.article_search where heading @@ asked.query and ${seen}
      ) as its group by at
    ),
    best as (
      (select at from said order by score desc, at limit ${MOST_RANKED})
      union (select ctid from knowledge.article_search where ci_ids && ${cis}::text[] and ${seen}
             order by published_at desc, id limit ${MOST_RANKED})
      union (select ctid from knowledge.article_search where service_id = ${serviceId} and ${seen}
             order by published_at desc, id limit ${MOST_RANKED})
      union (select ctid from knowledge.article_search where category = ${category} and ${seen}
             order by published_at desc, id limit ${MOST_RANKED})
    ),
    candidates as (
      select ${HIT}, coalesce(in_words, 0) as in_words, coalesce(in_heading, 0) as in_heading,
        array(select unnest(ci_ids) intersect select unnest(${cis}::text[])) as cis,
        service_id is not distinct from ${serviceId} and service_id is not null as of_service,
        category is not distinct from ${category} and category is not null as of_category,
        coalesce(helpful, 0) as helpful, coalesce(not_helpful, 0) as not_helpful
      from best join knowledge.article_search on article_search.ctid = best.at
      left join said using (at)
      left join knowledge.article_use using (number)
    )
    select (select coalesce(json_agg(asked order by place), '[]') from (select written, rarity, place from asked) as asked) as asked,
      (select coalesce(json_agg(candidates), '[]') from candidates) as candidates`.execute(context.db);
  const { asked, candidates } = rows[0]!;
  const ranked = candidates.map((one) => suggestion(one, asked)).sort(byScore);
  return { items: ranked.slice(0, limit).map(withInstant) };
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
 * The rarest words of the text, as `asked`; words that all texts have are none. Those whose articles can be looked through
 * at once are enough: the common ones would add little. Only what is not kept as a word, such as a number, is counted here.
 */
function informative(text: string, context: QueryContext): RawBuilder<unknown> {
  const words = wordsOf(text)
    .filter(({ word }) => word.length >= 2)
    .slice(0, MOST_READ);
  const used = sql.ref(isStaff(context) ? 'publications' : 'public_publications');
  return sql`
    typed as materialized (
      select word collate "C" as word, written, word || forms as forms, ${anyOf(sql`word || forms`)}::tsquery as query
      from (${askedWords(words, 'english')}) as typed where not says_nothing
    ),
    counted as materialized (
      select word, written, query, coalesce(
        nullif((select sum(${used}) from knowledge.article_word_counts as counts where counts.word = any(forms)), 0)::int, (
          with hits as materialized (
            select 1 from knowledge.article_search where words @@ query and ${visible(context)}
          ) select count(*)::int from hits)) as used
      from typed
    ),
    asked as materialized (
      select word, written, query, ln(1 + 1000::float8 / used) as rarity, place from (
        select *, row_number() over rarest::int - 1 as place, sum(used) over rarest as read_through
        from counted where used > 0 window rarest as (order by used, word)
      ) as word where place < ${MOST_WORDS} and (read_through <= ${MOST_READ_THROUGH} or place = 0)
    )`;
}

function suggestion(row: Candidate, asked: readonly Informative[]): ArticleSuggestion {
  const { in_heading, in_words, cis, of_service, of_category, helpful, not_helpful, ...hit } = row;
  const words = asked.filter((_, place) => in_words & (1 << place));
  const said = asked.map(({ rarity }, place) =>
    in_heading & (1 << place) ? TITLED * rarity : in_words & (1 << place) ? IN_TEXT * rarity : 0,
  );
  const reasons: Reason[] = [
    reason(
      'words',
      words.map(({ written }) => written),
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

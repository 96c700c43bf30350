import type { ResultOf, SearchArticles } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { articleSearch, articleTexts } from '../read-models/article-search';
import { articleWords } from '../read-models/article-words';
import { findAsTyped } from '../search/as-typed';
import { hitsOf, type SearchParams } from '../search/found';
import { nearest } from '../search/known-words';
import { findOtherwise } from '../search/otherwise';
import { wordsOf } from '../search/words';

const MOST_WORDS = 12;
const LEAST_OF_BEGINNING = 3;
const NOTHING = { items: [], matched: 'none' as const, corrections: [] };

export async function searchArticles(
  params: SearchParams,
  context: QueryContext,
): Promise<ResultOf<typeof SearchArticles>> {
  await Promise.all([articleSearch, articleTexts, articleWords].map(({ name }) => context.upToDate(name)));
  const typed = wordsOf(params.q).slice(0, MOST_WORDS);
  if (typed.length === 0) return NOTHING;
  const last = beginningOf(typed);
  const asTyped = await findAsTyped(typed, last, params, context);
  const { words } = asTyped;
  const beginning = words.some(({ word }) => word === last) ? last : undefined;
  if (asTyped.items.length > 0)
    return { items: hitsOf(asTyped.items, words, beginning), matched: 'all', corrections: [] };

  const near = asTyped.near
    .map(({ word, others }) => [word, nearest(word, others)] as const)
    .filter(([, others]) => others.length > 0);
  if (near.length === 0 && words.length === 1) return NOTHING;
  const { items, hasAll, instead } = await findOtherwise(words, beginning, new Map(near), params, context);
  const others = new Map(instead.map((one) => [one.word, one.instead]));
  const looked = words.map(({ word, forms }) => ({ word, forms: [...forms, ...(others.get(word) ?? [])] }));
  return {
    items: hitsOf(items, looked, beginning),
    matched: items.length === 0 ? 'none' : hasAll ? 'all' : 'some',
    corrections: typed.flatMap((word) => (others.has(word) ? [{ word, instead: [...others.get(word)!] }] : [])),
  };
}

/** The last word may be the beginning of one. */
function beginningOf(typed: readonly string[]): string | undefined {
  const last = typed.at(-1)!;
  return last.length >= LEAST_OF_BEGINNING ? last : undefined;
}

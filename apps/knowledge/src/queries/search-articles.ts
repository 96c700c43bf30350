import type { ResultOf, SearchArticles } from '@opsledger/contracts';
import type { QueryContext, WrittenWord } from '@opsledger/service-kit';
import { articleSearch } from '../read-models/article-search';
import { articleTexts } from '../read-models/article-texts';
import { articleWords } from '../read-models/article-words';
import { findAsTyped, type FoundAsTyped } from '../search/as-typed';
import { hitsOf, type SearchParams } from '../search/found';
import { nearest } from '../search/known-words';
import { findInstead, findSome, type Near } from '../search/otherwise';
import { wordsOf } from '../search/words';

const MOST_WORDS = 12;
const LEAST_OF_BEGINNING = 3;

export async function searchArticles(
  params: SearchParams,
  context: QueryContext,
): Promise<ResultOf<typeof SearchArticles>> {
  await Promise.all([articleSearch, articleTexts, articleWords].map(({ name }) => context.upToDate(name)));
  const typed = wordsOf(params.q).slice(0, MOST_WORDS);
  if (typed.length === 0) return { items: [], matched: 'none', corrections: [] };
  const last = beginningOf(typed);
  const asTyped = await findAsTyped(typed, last, params, context);
  const { words } = asTyped;
  const beginning = words.some(({ word }) => word === last) ? last : undefined;
  if (asTyped.items.length > 0)
    return { items: hitsOf(asTyped.items, words, beginning), matched: 'all', corrections: [] };

  const near = typed.flatMap((word) => nearOnes(word, asTyped.near));
  const { instead, items } =
    near.length > 0 ? await findInstead(words, beginning, near, params, context) : { instead: [], items: [] };
  const corrections = instead.map(({ typed, others }) => ({
    word: typed.written,
    instead: others.map(({ written }) => written),
  }));
  const others = new Map(instead.map((one) => [one.typed.word, one.others.map(({ word }) => word)]));
  const looked = words.map((one) => ({ ...one, forms: [...one.forms, ...(others.get(one.word) ?? [])] }));
  if (items.length > 0) return { items: hitsOf(items, looked, beginning), matched: 'all', corrections };

  const some = words.length > 1 ? await findSome(looked, beginning, params, context) : [];
  return { items: hitsOf(some, looked, beginning), matched: some.length > 0 ? 'some' : 'none', corrections };
}

function nearOnes(typed: WrittenWord, near: FoundAsTyped['near']): Near[] {
  const others = nearest(typed, near.find(({ word }) => word === typed.word)?.others ?? []);
  return others.length > 0 ? [{ typed, others }] : [];
}

/** The last word may be the beginning of one. */
function beginningOf(typed: readonly WrittenWord[]): string | undefined {
  const last = typed.at(-1)!.word;
  return last.length >= LEAST_OF_BEGINNING ? last : undefined;
}

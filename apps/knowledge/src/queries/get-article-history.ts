import type { GetArticleHistory, ParamsOf, ResultOf } from '@opsledger/contracts';
import { historyEntry, type QueryContext } from '@opsledger/service-kit';
import { articleRecords, noSuchArticle, seesAll } from './article-records';

export async function getArticleHistory(
  { id: name }: ParamsOf<typeof GetArticleHistory>,
  context: QueryContext,
): Promise<ResultOf<typeof GetArticleHistory>> {
  const facts = await articleRecords.factsNamed(name, context);
  const document = articleRecords.documentOf(facts);
  // The route is for staff; a caller without a route is asked the same.
  if (!document || !seesAll(context)) throw noSuchArticle(name);
  return { id: document.id, number: document.number, items: facts.map(historyEntry) };
}

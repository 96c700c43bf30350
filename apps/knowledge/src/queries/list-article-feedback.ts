import type { ListArticleFeedback, ParamsOf, ResultOf } from '@opsledger/contracts';
import { keysetPage, whereGiven, type QueryContext } from '@opsledger/service-kit';
import { articleFeedback } from '../read-models/article-feedback';
import { articleRecords, noSuchArticle, seesAll } from './article-records';

export async function listArticleFeedback(
  { id: name, limit = 50, after, helpful }: ParamsOf<typeof ListArticleFeedback>,
  context: QueryContext,
): Promise<ResultOf<typeof ListArticleFeedback>> {
  const id = await articleRecords.idOf(name, context);
  if (id === undefined || !seesAll(context)) throw noSuchArticle(name);
  await context.upToDate(articleFeedback.name);
  const rows = context.db.selectFrom('knowledge.article_feedback').selectAll();
  const page = await keysetPage(
    whereGiven(rows, { article_id: id, helpful }),
    { column: 'at', descending: true },
    { limit, after, scope: { list: 'article-feedback', id, helpful } },
  );
  const told = page.items.map((row: any) => ({
    person: { id: row.person_id, name: row.person_name },
    ...{ helpful: row.helpful, comment: row.comment, articleVersion: row.article_version, at: row.at },
  }));
  return { ...page, items: told };
}

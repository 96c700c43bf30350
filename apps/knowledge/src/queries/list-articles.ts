import type { ArticleSort, ListArticles, ParamsOf, ResultOf } from '@opsledger/contracts';
import { keysetPage, orderOf, whereGiven, type QueryContext, type Sortable } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { publicSummary, shownOf, staffSummary, type ArticleDocument } from '../read-models/article-document';
import { articleList } from '../read-models/article-list';
import { seesAll } from './article-records';

const SORTABLE: Readonly<Record<ArticleSort, Sortable[string]>> = {
  updatedAt: { column: 'updated_at' },
  publishedAt: { column: 'published_at', nullable: true },
  number: { column: 'number' },
  title: { column: 'title' },
  reviewBy: { column: 'review_by', nullable: true },
};

/** An order tells, too, when a draft was worked on or a review is due: requesters get that of publication. */
const FOR_STAFF = /updatedAt|reviewBy/;

export async function listArticles(
  params: ParamsOf<typeof ListArticles>,
  context: QueryContext,
): Promise<ResultOf<typeof ListArticles>> {
  await context.upToDate(articleList.name);
  const staff = seesAll(context);
  const asked = params.sort ?? '-updatedAt';
  const sort = staff ? asked : asked.replace(FOR_STAFF, 'publishedAt');
  const { limit = 50, after, sort: _sort, ...filters } = params;
  let query = whereGiven(context.db.selectFrom('knowledge.articles').select('document'), {
    state: filters.state?.split(','),
    category: filters.category,
    service_id: filters.serviceId,
    service_name: filters.service,
    audience: filters.audience,
    language: filters.language,
    number: filters.number?.toUpperCase(),
    ...(staff && {
      draft_state: filters.draft?.split(','),
      owner_id: filters.ownerId,
      owner_name: filters.owner,
      problem_id: filters.problemId,
    }),
  });
  if (!staff) query = query.where(sql<boolean>`(live and audience = 'public')`);
  if (filters.tag !== undefined) query = query.where(sql<boolean>`tags @> array[${filters.tag}]::text[]`);
  if (filters.knownError !== undefined)
    query = query.where(sql<boolean>`(problem_id is not null) = ${filters.knownError}`);
  if (staff && filters.reviewDueBefore !== undefined)
    query = query.where(sql<boolean>`(live and review_by < ${filters.reviewDueBefore}::date)`);
  const page = await keysetPage(query, orderOf(sort, SORTABLE), {
    limit,
    after,
    scope: { list: 'articles', staff, ...filters },
  });
  const told = page.items.map(({ document }: { document: ArticleDocument }) =>
    staff ? staffSummary(document, shownOf(document)) : publicSummary(document, shownOf(document)),
  );
  return { ...page, items: told };
}

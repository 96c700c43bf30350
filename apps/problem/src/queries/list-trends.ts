import type { ListProblemTrends, ParamsOf, ResultOf, TrendSort } from '@opsledger/contracts';
import { keysetPage, orderOf, whereGiven, type QueryContext, type Sortable } from '@opsledger/service-kit';
import type { Kysely } from 'kysely';
import { trendList, type TrendListRow } from '../read-models/trend-list';

const SORTABLE: Readonly<Record<TrendSort, Sortable[string]>> = {
  proposedAt: { column: 'proposed_at' },
  updatedAt: { column: 'updated_at' },
  number: { column: 'number' },
};

export async function listProblemTrends(
  params: ParamsOf<typeof ListProblemTrends>,
  context: QueryContext,
): Promise<ResultOf<typeof ListProblemTrends>> {
  await context.upToDate(trendList.name);
  const { limit = 50, after, sort = '-proposedAt', ...filters } = params;
  const all = (context.db as Kysely<{ 'problem.trends': TrendListRow }>).selectFrom('problem.trends').select('trend');
  const some = whereGiven(all, { state: filters.state?.split(','), kind: filters.kind?.split(',') });
  const scope = { list: 'trends', ...filters };
  const page = await keysetPage(some, orderOf(sort, SORTABLE), { limit, after, scope });
  return { ...page, items: page.items.map(({ trend }) => trend) };
}

import type { BaselineEvent, BaselineView, GetBaseline, ListBaselines, ParamsOf, ResultOf } from '@opsledger/contracts';
import { keysetPage, notFound, recordReader, type QueryContext } from '@opsledger/service-kit';
import { baselineList, baselineOf } from '../read-models/baselines';
import type { CmdbDatabase } from '../read-models/cmdb-database';

const baselines = recordReader<BaselineView, BaselineEvent>({
  category: 'baseline',
  list: baselineList,
  after: (_, event) => baselineOf(event),
});

export async function listBaselines(
  { limit = 50, after }: ParamsOf<typeof ListBaselines>,
  context: QueryContext,
): Promise<ResultOf<typeof ListBaselines>> {
  await context.upToDate(baselineList.name);
  const all = (context.db as CmdbDatabase).selectFrom('cmdb.baselines').select('view');
  const order = { column: 'at', descending: true };
  const page = await keysetPage(all, order, { limit, after, scope: { list: 'baselines' } });
  return { ...page, items: page.items.map(({ view }) => view) };
}

export async function getBaseline(
  { id: name }: ParamsOf<typeof GetBaseline>,
  context: QueryContext,
): Promise<BaselineView> {
  const view = baselines.documentOf(await baselines.factsNamed(name, context));
  if (!view) throw notFound(`There is no baseline ${name}. Check the id or number.`);
  return view;
}

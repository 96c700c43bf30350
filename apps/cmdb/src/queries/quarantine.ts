import type {
  ListQuarantinedRows,
  ParamsOf,
  QuarantineEvent,
  QuarantinedRowView,
  ResultOf,
} from '@opsledger/contracts';
import { keysetPage, recordQueries, recordReader, whereGiven, type QueryContext } from '@opsledger/service-kit';
import type { CmdbDatabase } from '../read-models/cmdb-database';
import { quarantineList, quarantinedAfter } from '../read-models/quarantine';

const rows = recordReader<QuarantinedRowView, QuarantineEvent>({
  category: 'quarantinedrow',
  list: quarantineList,
  after: (view, event) => quarantinedAfter(view, event)!,
});

/** One row, now or as it was, and its history. */
export const oneQuarantinedRow = recordQueries('quarantined row', rows);

export async function listQuarantinedRows(
  { limit = 50, after, state, source }: ParamsOf<typeof ListQuarantinedRows>,
  context: QueryContext,
): Promise<ResultOf<typeof ListQuarantinedRows>> {
  await context.upToDate(quarantineList.name);
  const all = (context.db as CmdbDatabase).selectFrom('cmdb.quarantine').select('view');
  const page = await keysetPage(
    whereGiven(all, { state, source }),
    { column: 'quarantined_at' },
    { limit, after, scope: { list: 'quarantine', state, source } },
  );
  return { ...page, items: page.items.map(({ view }) => view) };
}

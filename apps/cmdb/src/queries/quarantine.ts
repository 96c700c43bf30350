import type {
  GetQuarantinedRow,
  GetQuarantinedRowHistory,
  ListQuarantinedRows,
  ParamsOf,
  QuarantineEvent,
  QuarantinedRowView,
  ResultOf,
} from '@opsledger/contracts';
import {
  historyEntry,
  keysetPage,
  notFound,
  recordReader,
  whereGiven,
  type QueryContext,
} from '@opsledger/service-kit';
import type { CmdbDatabase } from '../read-models/cmdb-database';
import { quarantineList, quarantinedAfter } from '../read-models/quarantine';

const rows = recordReader<QuarantinedRowView, QuarantineEvent>({
  category: 'quarantinedrow',
  list: quarantineList,
  after: (view, event) => quarantinedAfter(view, event)!,
});

const noSuchRow = (name: string) => notFound(`There is no quarantined row ${name}. Check the id or number.`);

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

export async function getQuarantinedRow(
  { id: name, asOf }: ParamsOf<typeof GetQuarantinedRow>,
  context: QueryContext,
): Promise<QuarantinedRowView> {
  const id = await rows.idOf(name, context);
  const view = id === undefined ? undefined : rows.documentOf(await rows.factsOf(id, context), asOf);
  if (!view) throw noSuchRow(name);
  return view;
}

export async function getQuarantinedRowHistory(
  { id: name }: ParamsOf<typeof GetQuarantinedRowHistory>,
  context: QueryContext,
): Promise<ResultOf<typeof GetQuarantinedRowHistory>> {
  const id = await rows.idOf(name, context);
  const facts = id === undefined ? [] : await rows.factsOf(id, context);
  const [first] = facts;
  if (!first) throw noSuchRow(name);
  return { id: first.subject, number: first.data.keys.number, items: facts.map(historyEntry) };
}

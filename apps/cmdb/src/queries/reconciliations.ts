import type {
  ConfigurationItemEvent,
  GetReconciliation,
  GetReconciliationHistory,
  ListReconciliations,
  ParamsOf,
  ReconciliationEvent,
  ReconciliationView,
  RelationOutcome,
  ResultOf,
} from '@opsledger/contracts';
import {
  authorOf,
  historyEntry,
  keysetPage,
  notFound,
  recordReader,
  whereGiven,
  type QueryContext,
  type ServiceContext,
} from '@opsledger/service-kit';
import type { CmdbDatabase } from '../read-models/cmdb-database';
import { reconciliationList } from '../read-models/reconciliations';
import { countsOf } from '../reconciliation/counts';
import { reconciliation, touchedItems, type Reconciliation } from '../reconciliation/reconciliation';
import { ciRecords } from './ci-records';

interface Batch {
  readonly state: Reconciliation;
  readonly submittedAt: string;
  readonly submittedBy: { readonly id: string; readonly name: string };
  readonly version: number;
}

const batches = recordReader<Batch, ReconciliationEvent>({
  category: 'reconciliation',
  list: reconciliationList,
  after: (batch, event) => ({
    state: reconciliation.evolve(batch?.state ?? reconciliation.initial, event as unknown as ReconciliationEvent),
    submittedAt: batch?.submittedAt ?? event.occurredAt,
    submittedBy: batch?.submittedBy ?? authorOf(event),
    version: event.revision,
  }),
});

const noSuchBatch = (name: string) => notFound(`There is no reconciliation ${name}. Check the id or number.`);

export async function listReconciliations(
  { limit = 50, after, dryRun, label }: ParamsOf<typeof ListReconciliations>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReconciliations>> {
  await context.upToDate(reconciliationList.name);
  const all = (context.db as CmdbDatabase).selectFrom('cmdb.reconciliations').select('summary');
  const page = await keysetPage(
    whereGiven(all, { dry_run: dryRun, label }),
    { column: 'submitted_at', descending: true },
    { limit, after, scope: { list: 'reconciliations', dryRun, label } },
  );
  return { ...page, items: page.items.map(({ summary }) => summary) };
}

export async function getReconciliation(
  { id: name }: ParamsOf<typeof GetReconciliation>,
  context: QueryContext,
): Promise<ReconciliationView> {
  const id = await batches.idOf(name, context);
  const batch = id === undefined ? undefined : batches.documentOf(await batches.factsOf(id, context));
  if (id === undefined || !batch || batch.state.status === 'unknown') throw noSuchBatch(name);
  const { state, ...rest } = batch;
  const items = state.dryRun ? [] : [...new Set([...touchedItems(state), ...state.restored])];
  const told = await Promise.all(items.map((itemId) => effectOn(itemId, id, context)));
  const effects = told.map(({ related: _related, ...effect }) => effect);
  const isUndone = state.status === 'undone';
  const isDone = isUndone
    ? effects.every(({ applied, undone }) => undone || !applied)
    : state.carriedOut || (effects.every(({ applied }) => applied) && areMade(state.relations, told));
  return {
    id,
    ...rest,
    number: state.number,
    dryRun: state.dryRun,
    label: state.label,
    state: state.dryRun ? 'dry_run' : isUndone ? (isDone ? 'undone' : 'undoing') : isDone ? 'applied' : 'applying',
    counts: countsOf(state),
    rows: [...state.rows],
    relations: [...state.relations],
    effects,
  };
}

/** Of batches from before their end was recorded, and of those that are under way. */
const areMade = (
  relations: readonly RelationOutcome[],
  told: readonly { readonly itemId: string; readonly related: ReadonlySet<number> }[],
): boolean =>
  relations.every(
    ({ row, action, sourceId }) =>
      action !== 'relate' || told.some(({ itemId, related }) => itemId === sourceId && related.has(row)),
  );

async function effectOn(itemId: string, batch: string, context: Pick<ServiceContext, 'store'>) {
  const facts = (await ciRecords.factsOf(itemId, context)) as readonly ConfigurationItemEvent[];
  const its = facts.filter(({ data }) => 'cause' in data && data.cause?.batch === batch);
  const applied = its.length > 0;
  const related = new Set(
    its.flatMap(({ type, data }) => (type === 'ConfigurationItemRelated' && data.cause ? [data.cause.row] : [])),
  );
  const back = facts.filter(({ data }) => 'batch' in data && data.batch === batch);
  const skipped = back.flatMap(({ data }) => ('skipped' in data ? data.skipped : []));
  const unrelated = facts.some(
    ({ type, data }) =>
      type === 'ConfigurationItemUnrelated' && data.cause?.batch === batch && data.until === data.since,
  );
  return { itemId, applied, undone: back.length > 0 || unrelated, skipped, related };
}

export async function getReconciliationHistory(
  { id: name }: ParamsOf<typeof GetReconciliationHistory>,
  context: QueryContext,
): Promise<ResultOf<typeof GetReconciliationHistory>> {
  const id = await batches.idOf(name, context);
  const facts = id === undefined ? [] : await batches.factsOf(id, context);
  const [first] = facts;
  if (!first) throw noSuchBatch(name);
  return { id: first.subject, number: first.data.keys.number, items: facts.map(historyEntry) };
}

import { AT_RISK_PERCENT, type ListSlaClocks, type ParamsOf, type ResultOf } from '@opsledger/contracts';
import { keysetPage, orderOf, whereGiven, type QueryContext, type Sortable } from '@opsledger/service-kit';
import { sql, type SelectQueryBuilder } from 'kysely';
import { slaClockList, type ClockRow } from '../read-models/clocks';
import type { SlaDatabase, SlaTables } from '../read-models/sla-database';
import { clockSummary } from './clock-summary';
import { currentBook } from './current-book';

type Params = ParamsOf<typeof ListSlaClocks>;
type Query = SelectQueryBuilder<SlaTables, 'sla.clocks', ClockRow>;

const SORTABLE: Sortable = {
  dueAt: { column: 'due_at', nullable: true },
  startedAt: { column: 'started_at' },
};

export async function listSlaClocks(params: Params, context: QueryContext): Promise<ResultOf<typeof ListSlaClocks>> {
  const { limit = 50, after, sort = 'dueAt', ...filters } = params;
  await context.upToDate(slaClockList.name);
  const query = filtered((context.db as SlaDatabase).selectFrom('sla.clocks').selectAll(), filters);
  const page = await keysetPage(query, orderOf(sort, SORTABLE), {
    limit,
    after,
    scope: { list: 'clocks', ...filters },
  });
  const [book, now] = [await currentBook(context), context.clock().getTime()];
  return { ...page, items: page.items.map((row) => clockSummary(row, book, now)) };
}

function filtered(query: Query, params: Params): Query {
  let some = whereGiven(query, {
    record_id: params.recordId,
    kind: params.kind,
    target: params.target,
    state: params.state,
    policy_id: params.policyId,
    team_id: params.teamId,
    service_id: params.serviceId,
    category: params.category,
    priority: params.priority,
    verdict: params.verdict,
    open: params.open,
  });
  const atRisk = sql<boolean>`(open and coalesce(warned_percent, 0) >= ${sql.lit(AT_RISK_PERCENT)})`;
  if (params.atRisk !== undefined) some = some.where(params.atRisk ? atRisk : sql<boolean>`not ${atRisk}`);
  return params.dueBefore === undefined ? some : some.where('due_at', '<', params.dueBefore);
}

import type { ChangeSort, ListChanges, ParamsOf, ResultOf } from '@opsledger/contracts';
import {
  keysetPage,
  orderOf,
  searchByWords,
  whereGiven,
  type QueryContext,
  type Sortable,
} from '@opsledger/service-kit';
import { sql, type SelectQueryBuilder } from 'kysely';
import { changeList, type ChangeListRow } from '../read-models/change-list';
import { plannedWithin } from '../read-models/planned-within';

type Params = ParamsOf<typeof ListChanges>;
type Query = SelectQueryBuilder<any, any, any>;

const SORTABLE: Readonly<Record<ChangeSort, Sortable[string]>> = {
  createdAt: { column: 'created_at' },
  updatedAt: { column: 'updated_at' },
  plannedStart: { column: 'planned_start', nullable: true },
  number: { column: 'number' },
  riskScore: { column: 'risk_score', nullable: true },
};

const foundByWords = searchByWords({
  table: 'change.changes',
  id: 'id',
  words: 'words',
  listed: 'change.changes.id',
});

export async function listChanges(params: Params, context: QueryContext): Promise<ResultOf<typeof ListChanges>> {
  await context.upToDate(changeList.name);
  const { limit = 50, after, sort = '-createdAt', ...filters } = params;
  const some = filtered(context.db.selectFrom('change.changes').select('summary'), filters);
  const query = filters.q === undefined ? some : some.where(await foundByWords(filters.q, context));
  const page = await keysetPage(query, orderOf(sort, SORTABLE), {
    limit,
    after,
    scope: { list: 'changes', ...filters },
  });
  return { ...page, items: (page.items as ChangeListRow[]).map(({ summary }) => summary) };
}

/** Those changes of a list that its parameters ask for, but for their words. */
export function filtered(query: Query, params: Params): Query {
  let some: Query = whereGiven(query, {
    state: params.state?.split(','),
    type: params.type?.split(','),
    risk: params.risk?.split(','),
    result: params.result?.split(','),
    team_id: params.teamId,
    assignee_id: params.assigneeId,
    requested_by_id: params.requestedById,
    service_id: params.serviceId,
    category: params.category,
    template_id: params.templateId,
    parent_id: params.parentId,
    colliding: params.colliding,
    imported: params.imported,
    number: params.number?.toUpperCase(),
  });
  const { ciId, waitingFor, plannedFrom, plannedTo } = params;
  if (ciId !== undefined) some = some.where(sql<boolean>`cis <> '{}' and cis @> array[${ciId}]::text[]`);
  if (waitingFor !== undefined)
    some = some.where(sql<boolean>`waiting_for <> '{}' and waiting_for @> array[${waitingFor}]::text[]`);
  if (plannedFrom !== undefined && plannedTo !== undefined && Date.parse(plannedFrom) < Date.parse(plannedTo))
    return some.where(plannedWithin(plannedFrom, plannedTo));
  if (plannedFrom !== undefined) some = some.where('planned_end', '>', plannedFrom);
  if (plannedTo !== undefined) some = some.where('planned_start', '<', plannedTo);
  return some;
}

import type { ChangeSort, GetChangeCalendar, ListChanges, ParamsOf, ResultOf } from '@opsledger/contracts';
import {
  Problem,
  keysetPage,
  orderOf,
  searchByWords,
  whereGiven,
  type QueryContext,
  type QueryHandler,
  type Sortable,
} from '@opsledger/service-kit';
import { sql, type SelectQueryBuilder } from 'kysely';
import { changeList, type ChangeListRow } from '../read-models/change-list';
import { plannedWithin } from '../read-models/planned-within';
import { windowList, type ViewRow } from '../read-models/other-records';
import type { ChangeWindowView } from '@opsledger/contracts';

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

const anyOf = (words: string | undefined): readonly string[] | undefined => words?.split(',');
const within = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

export async function listChanges(params: Params, context: QueryContext): Promise<ResultOf<typeof ListChanges>> {
  await context.upToDate(changeList.name);
  const { limit = 50, after, sort = '-createdAt', ...filters } = params;
  const some = filtered(context.db.selectFrom('change.changes').select('summary'), filters);
  const query = filters.q === undefined ? some : some.where(await foundByWords(filters.q, context));
  const { items, next } = await keysetPage(query, orderOf(sort, SORTABLE), {
    limit,
    after,
    scope: { list: 'changes', ...filters },
  });
  const changes = (items as ChangeListRow[]).map(({ summary }) => summary);
  return { items: changes, ...(next !== undefined && { next }) };
}

function filtered(query: Query, params: Params): Query {
  let some: Query = whereGiven(query, {
    state: anyOf(params.state),
    type: anyOf(params.type),
    risk: anyOf(params.risk),
    result: anyOf(params.result),
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

/** A list whose entries are whole records. */
export const listOfViews =
  (list: { readonly name: string; readonly table: { readonly name: string } }): QueryHandler =>
  async ({ limit = 50, after, state, kind, q }, context) => {
    await context.upToDate(list.name);
    let query: Query = context.db.selectFrom(`change.${list.table.name}`).select('view');
    query = whereGiven(query, { state: anyOf(state), kind });
    if (q !== undefined) query = query.where(sql<boolean>`(name ilike ${within(q)} or number ilike ${within(q)})`);
    const { items, next } = await keysetPage(
      query,
      { column: 'created_at', descending: true },
      { limit, after, scope: { list: list.name, state, kind, q } },
    );
    return { items: items.map(({ view }) => view), ...(next !== undefined && { next }) };
  };

const DAY_MS = 86_400_000;
const MOST_DAYS = 750;
const MOST_ENTRIES = 2_000;

/** Changes with a planned time that are not canceled, and freezes. */
export async function getChangeCalendar(
  params: ParamsOf<typeof GetChangeCalendar>,
  context: QueryContext,
): Promise<ResultOf<typeof GetChangeCalendar>> {
  await context.upToDate(changeList.name);
  await context.upToDate(windowList.name);
  const now = context.clock().getTime();
  const from = new Date(params.from ?? now - 31 * DAY_MS).toISOString();
  const to = new Date(params.to ?? now + 366 * DAY_MS).toISOString();
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days <= 0 || days > MOST_DAYS)
    throw new Problem(
      400,
      'invalid-parameters',
      'No such time',
      `to must lie after from, by at most ${MOST_DAYS} days.`,
    );
  const changes = filtered(context.db.selectFrom('change.changes').select('summary'), {
    plannedFrom: from,
    plannedTo: to,
    serviceId: params.serviceId,
    teamId: params.teamId,
  })
    .where('state', '<>', 'canceled')
    .orderBy('planned_start')
    .orderBy('id')
    .limit(MOST_ENTRIES + 1);
  const rows = (await changes.execute()) as ChangeListRow[];
  const entries = rows.slice(0, MOST_ENTRIES).map(({ summary: it }) => ({
    id: it.id,
    number: it.number,
    kind: 'change' as const,
    title: `${it.number} ${it.title}`,
    start: it.plannedStart!,
    end: it.plannedEnd!,
    status: ['draft', 'assess', 'authorize'].includes(it.state) ? ('tentative' as const) : ('confirmed' as const),
    description: [`${it.type}, ${it.state}`, it.risk && `risk ${it.risk}`, it.service?.name, it.team?.name]
      .filter(Boolean)
      .join(', '),
    updatedAt: it.updatedAt,
    version: it.version,
  }));
  const frozen = await sql<ViewRow<ChangeWindowView>>`
    select * from change.change_windows where kind = 'freeze' and state = 'in_force' order by id limit ${MOST_ENTRIES}`.execute(
    context.db,
  );
  const freezes = frozen.rows.flatMap(({ view: { id, number, freeze, updatedAt, version } }) =>
    freeze && freeze.from < to && freeze.to > from
      ? [
          {
            id,
            number,
            kind: 'freeze' as const,
            title: `Freeze: ${freeze.name}`,
            start: freeze.from,
            end: freeze.to,
            status: 'confirmed' as const,
            description: freeze.reason,
            updatedAt,
            version,
          },
        ]
      : [],
  );
  const all = [...entries, ...freezes].sort((one, other) => (one.start < other.start ? -1 : 1));
  return { name: 'Changes', entries: all, truncated: rows.length > MOST_ENTRIES };
}

import {
  INCIDENT_STATES,
  type IncidentSort,
  type IncidentState,
  type IncidentSummary,
  type ListIncidents,
  type ParamsOf,
  type ResultOf,
} from '@opsledger/contracts';
import {
  Problem,
  keysetPage,
  orderOf,
  searchByWords,
  whereGiven,
  type QueryContext,
  type Sortable,
} from '@opsledger/service-kit';
import { sql, type SelectQueryBuilder } from 'kysely';
import type { IncidentDatabase, IncidentTables } from '../read-models/incident-database';
import { incidentList } from '../read-models/incident-list';
import { incidentSearch } from '../read-models/incident-search';
import { incidentServiceLevels } from '../read-models/service-levels';
import { seesAll } from './own-incidents';
import { serviceLevelsOf } from './service-levels';

type Params = ParamsOf<typeof ListIncidents>;
type Query = SelectQueryBuilder<IncidentTables, 'incident.incidents', { summary: IncidentSummary }>;

const SORTABLE: Readonly<Record<IncidentSort, Sortable[string]>> = {
  openedAt: { column: 'opened_at' },
  updatedAt: { column: 'updated_at' },
  priority: { column: 'priority', then: 'opened_at' },
  number: { column: 'number' },
  state: { column: 'state_order', then: 'opened_at' },
  resolvedAt: { column: 'resolved_at', nullable: true },
  dueAt: { column: 'due_at' },
};

const foundByWords = searchByWords({
  table: 'incident.incident_search',
  id: 'id',
  words: 'words',
  listed: 'incident.incidents.id',
});

export async function listIncidents(params: Params, context: QueryContext): Promise<ResultOf<typeof ListIncidents>> {
  await context.upToDate(incidentList.name);
  if (asksForPromises(params)) {
    if (!seesAll(context)) throw promisesAreForStaff();
    await context.upToDate(incidentServiceLevels.name);
  }
  if (params.q !== undefined) await context.upToDate(incidentSearch.name);
  const { limit = 50, after, sort = '-openedAt', ...filters } = params;
  const requester = seesAll(context) ? undefined : context.actor.id;
  const all: Query = (context.db as IncidentDatabase).selectFrom('incident.incidents').select('summary');
  const own = ownedBy(within(filtered(all, filters), filters), requester);
  const some = promised(own, params);
  const query = params.q === undefined ? some : some.where(await foundByWords(params.q, context));
  const page = await keysetPage(query, orderOf(sort, SORTABLE), {
    limit,
    after,
    scope: { list: 'incidents', requester, ...filters },
  });
  const summaries = page.items.map(({ summary }) => summary);
  const told = requester === undefined ? await Promise.all(summaries.map(withLevels(context))) : summaries;
  return { ...page, items: told };
}

const withLevels =
  (context: QueryContext) =>
  async (summary: IncidentSummary): Promise<IncidentSummary> => ({
    ...summary,
    serviceLevels: await serviceLevelsOf(summary.id, context),
  });

const anyOf = (words: string | undefined): readonly string[] | undefined => words?.split(',');

function filtered(query: Query, params: Params): Query {
  const some = whereGiven(query, {
    state_order: anyOf(params.state)?.map((state) => INCIDENT_STATES.indexOf(state as IncidentState)),
    priority: anyOf(params.priority),
    team_id: params.teamId,
    team_name: params.team,
    assignee_id: params.assigneeId,
    assignee_name: params.assignee,
    caller_id: params.callerId,
    service_id: params.serviceId,
    service_name: params.service,
    category: params.category,
    channel: params.channel,
    major: params.majorState,
    hold_reason: params.onHoldFor,
    number: params.number?.toUpperCase(),
    external_number: params.externalNumber,
  });
  const batch = params.importBatch;
  const imported =
    batch === undefined ? some : some.where(sql<boolean>`import_batches <> '{}' and import_batches @> array[${batch}]`);
  if (params.major === undefined) return imported;
  return params.major
    ? imported.where('major', '=', 'accepted')
    : imported.where(sql<boolean>`major is distinct from 'accepted'`);
}

function within(query: Query, { openedFrom, openedTo, updatedFrom, updatedTo }: Params): Query {
  let bounded = query;
  if (openedFrom !== undefined) bounded = bounded.where('opened_at', '>=', openedFrom);
  if (openedTo !== undefined) bounded = bounded.where('opened_at', '<', openedTo);
  if (updatedFrom !== undefined) bounded = bounded.where('updated_at', '>=', updatedFrom);
  if (updatedTo !== undefined) bounded = bounded.where('updated_at', '<', updatedTo);
  return bounded;
}

const sortsByDue = ({ sort }: Params): boolean => sort === 'dueAt' || sort === '-dueAt';

const asksForPromises = (params: Params): boolean =>
  sortsByDue(params) || [params.atRisk, params.breached, params.dueBefore].some((given) => given !== undefined);

const promisesAreForStaff = () =>
  new Problem(
    403,
    'promises-are-for-staff',
    'Promises are for staff',
    'Only staff sort or filter by what is promised. Leave out dueAt, dueBefore, atRisk and breached.',
  );

/** By what is promised; sorted by it, only those for which something is running out. */
function promised(query: Query, params: Params): Query {
  if (!asksForPromises(params)) return query;
  const { atRisk, breached, dueBefore } = params;
  let some = query.leftJoin('incident.service_levels', 'incident_id', 'id') as unknown as Query;
  if (atRisk !== undefined) some = some.where(sql.ref('at_risk'), atRisk ? 'is' : 'is not', true);
  if (breached !== undefined) some = some.where(sql.ref('breached'), breached ? 'is' : 'is not', true);
  if (sortsByDue(params)) some = some.where(sql<boolean>`due_at is not null`);
  return dueBefore === undefined ? some : some.where(sql<boolean>`due_at < ${dueBefore}`);
}

const ownedBy = (query: Query, person: string | undefined): Query =>
  person === undefined
    ? query
    : query.where(sql<boolean>`(caller_id = ${person} or (watchers <> '{}' and watchers @> array[${person}]))`);

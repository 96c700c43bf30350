import type { ListReleases, ParamsOf, ReleaseSort, ResultOf } from '@opsledger/contracts';
import {
  keysetPage,
  orderOf,
  searchByWords,
  whereGiven,
  type QueryContext,
  type Sortable,
} from '@opsledger/service-kit';
import { sql, type Kysely } from 'kysely';
import { releaseList, type ReleaseListRow } from '../read-models/release-list';

interface Tables {
  readonly 'change.releases': ReleaseListRow;
}

const SORTABLE: Readonly<Record<ReleaseSort, Sortable[string]>> = {
  plannedAt: { column: 'planned_at' },
  updatedAt: { column: 'updated_at' },
  plannedStart: { column: 'planned_start', nullable: true },
  number: { column: 'number' },
};

const foundByWords = searchByWords({
  table: 'change.releases',
  id: 'id',
  words: 'words',
  listed: 'change.releases.id',
});

export async function listReleases(
  params: ParamsOf<typeof ListReleases>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReleases>> {
  await context.upToDate(releaseList.name);
  const { limit = 50, after, sort = '-plannedAt', ...filters } = params;
  let query = whereGiven((context.db as Kysely<Tables>).selectFrom('change.releases').select('summary'), {
    state: filters.state?.split(','),
    service_id: filters.serviceId,
    owner_id: filters.ownerId,
    environment: filters.environment,
    number: filters.number?.toUpperCase(),
  });
  if (filters.changeId !== undefined)
    query = query.where(sql<boolean>`(change_ids <> '{}' and change_ids @> array[${filters.changeId}])`);
  if (filters.q !== undefined) query = query.where(await foundByWords(filters.q, context));
  const scope = { list: 'releases', ...filters };
  const page = await keysetPage(query, orderOf(sort, SORTABLE), { limit, after, scope });
  return { ...page, items: page.items.map(({ summary }) => summary) };
}

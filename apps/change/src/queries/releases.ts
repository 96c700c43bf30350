import type {
  GetRelease,
  GetReleaseHistory,
  ListReleases,
  ParamsOf,
  ReleaseSort,
  ReleaseView,
  ResultOf,
} from '@opsledger/contracts';
import {
  historyEntry,
  keysetPage,
  notFound,
  orderOf,
  searchByWords,
  whereGiven,
  type QueryContext,
  type Sortable,
} from '@opsledger/service-kit';
import { sql, type Kysely } from 'kysely';
import { viewOf } from '../read-models/release-document';
import { releaseList, type ReleaseListRow } from '../read-models/release-list';
import { deploymentsOf } from './deployments';
import { releaseRecords } from './records';

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

const noSuchRelease = (name: string) => notFound(`There is no release ${name}. Check the id or number.`);

async function listReleases(
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

/** Its deployments are shown beside it as they are now; they are asked for by the release's id. */
async function getRelease(
  { id: name, asOf }: ParamsOf<typeof GetRelease>,
  context: QueryContext,
): Promise<ReleaseView> {
  const facts = await releaseRecords.factsNamed(name, context);
  const document = releaseRecords.documentOf(facts, asOf);
  if (!document) throw noSuchRelease(asOf === undefined || facts.length === 0 ? name : `${name} at ${asOf}`);
  const view = viewOf(document);
  return asOf === undefined ? { ...view, deployments: await deploymentsOf(document.id, context) } : view;
}

async function getReleaseHistory(
  { id: name }: ParamsOf<typeof GetReleaseHistory>,
  context: QueryContext,
): Promise<ResultOf<typeof GetReleaseHistory>> {
  const facts = await releaseRecords.factsNamed(name, context);
  const document = releaseRecords.documentOf(facts);
  if (!document) throw noSuchRelease(name);
  return { id: document.id, number: document.state.number, items: facts.map(historyEntry) };
}

export const releaseQueryHandlers = {
  ListReleases: listReleases,
  GetRelease: getRelease,
  GetReleaseHistory: getReleaseHistory,
};

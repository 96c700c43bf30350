import type { CiSort, CiSummary, ListConfigurationItems, ParamsOf, ResultOf } from '@opsledger/contracts';
import {
  keysetPage,
  orderOf,
  searchByWords,
  whereGiven,
  type QueryContext,
  type Sortable,
  type WordSearch,
} from '@opsledger/service-kit';
import { sql, type SelectQueryBuilder, type SqlBool } from 'kysely';
import { familyOf } from '../classes/class-model';
import { currentClasses } from '../lookups/current-classes';
import { ciEditions } from '../read-models/ci-editions';
import { identityKey, nameKey } from '../item/match-keys';
import { ciList } from '../read-models/ci-list';
import type { CmdbDatabase } from '../read-models/cmdb-database';

type Params = ParamsOf<typeof ListConfigurationItems>;
type Query = SelectQueryBuilder<any, any, { summary: CiSummary }>;

const SORTABLE: Readonly<Record<CiSort, Sortable[string]>> = {
  number: { column: 'number' },
  name: { column: 'name' },
  updatedAt: { column: 'updated_at' },
};

const NAMES: Pick<WordSearch, 'words' | 'names'> = { words: 'words', names: true };
const foundNow = searchByWords({ ...NAMES, table: 'cmdb.items', id: 'id', listed: 'cmdb.items.id' });
const foundThen = searchByWords({
  ...NAMES,
  table: 'cmdb.item_editions',
  id: 'key',
  listed: 'cmdb.item_editions.key',
});

const anyOf = (words: string | undefined): readonly string[] | undefined => words?.split(',');

export async function listConfigurationItems(
  params: Params,
  context: QueryContext,
): Promise<ResultOf<typeof ListConfigurationItems>> {
  const { limit = 50, after, sort = 'number', ...filters } = params;
  await context.upToDate(filters.asOf === undefined ? ciList.name : ciEditions.name);
  const classes =
    filters.class === undefined ? undefined : familyOf(await currentClasses.get(context.store), filters.class);
  const some = filtered(from(context.db as CmdbDatabase, filters), filters, classes);
  const found = filters.asOf === undefined ? foundNow : foundThen;
  const query = filters.q === undefined ? some : some.where(await found(filters.q, context));
  const page = await keysetPage(query, orderOf(sort, SORTABLE), {
    limit,
    after,
    scope: { list: 'configuration-items', ...filters },
  });
  return { ...page, items: page.items.map(({ summary }) => summary) };
}

function from(db: CmdbDatabase, { asOf, source, externalId }: Params): Query {
  if (asOf !== undefined) {
    const then = new Date(asOf).toISOString();
    return db
      .selectFrom('cmdb.item_editions')
      .select('summary')
      .where('valid_from', '<=', then)
      .where((row) => row.or([row('valid_to', 'is', null), row('valid_to', '>', then)])) as Query;
  }
  const items = db.selectFrom('cmdb.items').select('summary') as Query;
  if (source === undefined) return items;
  return externalId === undefined
    ? items.where(
        sql<SqlBool>`exists (select from unnest(identities) known where starts_with(known, ${identityKey({ source, id: '' }).slice(0, -2)}))`,
      )
    : items.where(sql<SqlBool>`identities @> ${[identityKey({ source, id: externalId })]}`);
}

function filtered(query: Query, params: Params, classes: readonly string[] | undefined): Query {
  return whereGiven(query, {
    class: classes,
    stage: anyOf(params.stage),
    status: anyOf(params.status),
    criticality: anyOf(params.criticality),
    environment: params.environment,
    location: params.location,
    ...(params.asOf === undefined && { imported: params.imported }),
    owner_id: params.ownerId,
    owner_team_id: params.ownerTeamId,
    support_team_id: params.supportTeamId,
    serial: params.serial,
    number: params.number?.toUpperCase(),
    name_key: params.name === undefined ? undefined : nameKey(params.name),
  });
}

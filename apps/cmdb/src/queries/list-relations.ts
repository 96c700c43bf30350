import type { ListRelations, ParamsOf, RelationView, ResultOf } from '@opsledger/contracts';
import { keysetPage, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { ciRelations } from '../read-models/ci-relations';
import type { CmdbDatabase } from '../read-models/cmdb-database';
import { ciRecords, noSuchItem } from './ci-records';

export async function listRelations(
  { id: name, asOf, kind, limit = 50, after }: ParamsOf<typeof ListRelations>,
  context: QueryContext,
): Promise<ResultOf<typeof ListRelations>> {
  const id = await ciRecords.idOf(name, context);
  if (id === undefined || (await ciRecords.factsOf(id, context)).length === 0) throw noSuchItem(name);
  await context.upToDate(ciRelations.name);
  const then = asOf === undefined ? undefined : new Date(asOf).toISOString();
  let query = (context.db as CmdbDatabase)
    .selectFrom('cmdb.relations as relation')
    .leftJoin('cmdb.items as source', 'source.id', 'relation.source_id')
    .leftJoin('cmdb.items as target', 'target.id', 'relation.target_id')
    .where((row) => row.or([row('relation.source_id', '=', id), row('relation.target_id', '=', id)]))
    .select([
      'relation.id',
      'relation.kind',
      'relation.source_id',
      'relation.target_id',
      'source.number as source_number',
      'target.number as target_number',
      sql<string>`coalesce(source.name, relation.source_name)`.as('source_name'),
      sql<string>`coalesce(target.name, relation.target_name)`.as('target_name'),
      'relation.valid_from',
      'relation.valid_to',
    ]);
  if (kind !== undefined) query = query.where('relation.kind', '=', kind);
  query =
    then === undefined
      ? query.where('relation.valid_to', 'is', null)
      : query
          .where('relation.valid_from', '<=', then)
          .where((row) => row.or([row('relation.valid_to', 'is', null), row('relation.valid_to', '>', then)]));
  const page = await keysetPage(
    query,
    { column: 'relation.id', id: 'relation.id' },
    { limit, after, scope: { list: 'relations', id, kind, asOf } },
  );
  return { ...page, items: page.items.map(viewOf) };
}

type Row = {
  readonly id: string;
  readonly kind: string;
  readonly source_id: string;
  readonly target_id: string;
  readonly source_number: string | null;
  readonly target_number: string | null;
  readonly source_name: string;
  readonly target_name: string;
  readonly valid_from: string | Date;
  readonly valid_to: string | Date | null;
};

const iso = (instant: string | Date): string => new Date(instant).toISOString();

const viewOf = (row: Row): RelationView => ({
  id: row.id,
  kind: row.kind as RelationView['kind'],
  source: { id: row.source_id, number: row.source_number, name: row.source_name },
  target: { id: row.target_id, number: row.target_number, name: row.target_name },
  from: iso(row.valid_from),
  to: row.valid_to === null ? null : iso(row.valid_to),
});

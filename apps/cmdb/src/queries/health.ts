import {
  ENDED_STAGES,
  type GetCmdbHealth,
  type HealthFinding,
  type ListCmdbFindings,
  type ParamsOf,
  type ResultOf,
} from '@opsledger/contracts';
import { keysetPage, type QueryContext } from '@opsledger/service-kit';
import { sql, type RawBuilder } from 'kysely';
import { effectiveSchema, familyOf, type ClassModel } from '../classes/class-model';
import { currentClasses } from '../lookups/current-classes';
import { ciList } from '../read-models/ci-list';
import { ciConfirmations } from '../read-models/ci-confirmations';
import { ciRelations } from '../read-models/ci-relations';
import type { CmdbDatabase } from '../read-models/cmdb-database';

const DAY = 86_400_000;

interface Scope {
  readonly model: ClassModel;
  readonly classes: readonly string[] | null;
  readonly staleBefore: string;
}

async function scopeOf(params: { class?: string; staleDays?: number }, context: QueryContext): Promise<Scope> {
  await Promise.all([ciList.name, ciRelations.name, ciConfirmations.name].map(context.upToDate));
  const model = await currentClasses.get(context.store);
  const staleBefore = new Date(context.clock().getTime() - (params.staleDays ?? 60) * DAY).toISOString();
  return { model, staleBefore, classes: params.class === undefined ? null : familyOf(model, params.class) };
}

/** Items that are there, with when somebody last had news of them and which required attributes they lack. */
function living({ model, classes }: Scope): RawBuilder<unknown> {
  const required = Object.keys(model).flatMap((key) =>
    effectiveSchema(model, key).required!.map((name) => ({ key, name })),
  );
  return sql`
    select item.id, item.number, item.name, item.class, item.serial_key, item.name_key,
      greatest(item.updated_at, confirmed.confirmed_at) as confirmed_at,
      array(
        select rule.name from unnest(${required.map(({ key }) => key)}::text[], ${required.map(({ name }) => name)}::text[]) rule (class, name)
        where rule.class = item.class and rule.name <> all(item.attribute_names)
      ) as missing
    from cmdb.items item left join cmdb.confirmations confirmed on confirmed.id = item.id
    where item.stage <> all(${ENDED_STAGES}) and (${classes}::text[] is null or item.class = any(${classes}))`;
}

/** Items with a finding; of duplicates, all but the first of each set. */
function withFinding(finding: HealthFinding, scope: Scope): RawBuilder<unknown> {
  const all = living(scope);
  switch (finding) {
    case 'incomplete':
      return sql`select * from (${all}) item where missing <> '{}'`;
    case 'orphan':
      return sql`select * from (${all}) item where
        not exists (select from cmdb.relations where source_id = item.id and valid_to is null)
        and not exists (select from cmdb.relations where target_id = item.id and valid_to is null)`;
    case 'stale':
      return sql`select * from (${all}) item where confirmed_at < ${scope.staleBefore}`;
    case 'duplicate':
      return sql`select * from (
          select item.*, row_number() over (partition by serial_key order by number) as of_serial,
            row_number() over (partition by name_key, class order by number) as of_name
          from (${all}) item
        ) item where (serial_key is not null and of_serial > 1) or of_name > 1`;
    default:
      return finding satisfies never;
  }
}

export async function getCmdbHealth(
  params: ParamsOf<typeof GetCmdbHealth>,
  context: QueryContext,
): Promise<ResultOf<typeof GetCmdbHealth>> {
  const scope = await scopeOf(params, context);
  const count = (rows: RawBuilder<unknown>) => sql`(select count(*)::int from (${rows}) found)`;
  const { rows } = await sql<ResultOf<typeof GetCmdbHealth>>`
    select ${count(living(scope))} as items, ${count(withFinding('incomplete', scope))} as incomplete,
      ${count(withFinding('orphan', scope))} as orphan, ${count(withFinding('stale', scope))} as stale,
      ${count(withFinding('duplicate', scope))} as duplicate`.execute(context.db);
  return rows[0]!;
}

interface Found {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly class: string;
  readonly missing: string[];
  readonly confirmed_at: string | Date;
}

export async function listCmdbFindings(
  { finding, limit = 50, after, ...params }: ParamsOf<typeof ListCmdbFindings>,
  context: QueryContext,
): Promise<ResultOf<typeof ListCmdbFindings>> {
  const rows = sql<Found>`(${withFinding(finding, await scopeOf(params, context))})`.as('found');
  const query = (context.db as CmdbDatabase).selectFrom(rows as never) as any;
  const page = await keysetPage<Found>(
    query.select(['id', 'number', 'name', 'class', 'missing', 'confirmed_at']),
    { column: 'number' },
    { limit, after, scope: { list: 'findings', finding, ...params } },
  );
  const items = page.items.map(({ confirmed_at, ...item }) => ({
    ...item,
    confirmedAt: new Date(confirmed_at).toISOString(),
  }));
  return { ...page, items };
}

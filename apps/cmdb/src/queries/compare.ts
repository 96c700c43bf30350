import {
  ENDED_STAGES,
  type BaselineView,
  type CompareConfiguration,
  type DifferenceKind,
  type ParamsOf,
  type ResultOf,
} from '@opsledger/contracts';
import { Problem, faultOfInstant, keysetPage, type QueryContext } from '@opsledger/service-kit';
import { sql, type RawBuilder } from 'kysely';
import { familyOf } from '../classes/class-model';
import { currentClasses } from '../lookups/current-classes';
import { ciChanges } from '../read-models/ci-changes';
import { ciEditions } from '../read-models/ci-editions';
import { ciRelations } from '../read-models/ci-relations';
import type { CmdbDatabase } from '../read-models/cmdb-database';
import { getBaseline } from './baselines';

const INSTANT = /^\d{4}-\d\d-\d\d(T|$)/;

async function momentOf(name: string | undefined, context: QueryContext): Promise<Pick<BaselineView, 'at' | 'filter'>> {
  if (name === undefined) return { at: context.clock().toISOString(), filter: {} };
  if (!INSTANT.test(name)) return getBaseline({ id: name }, context);
  const fault = faultOfInstant(name);
  if (fault) throw new Problem(400, 'unknown-instant', 'No instant', `What is compared ${fault}.`);
  return { at: new Date(name).toISOString(), filter: {} };
}

const heldAt = (table: string, at: string): RawBuilder<unknown> =>
  sql`${sql.ref(`${table}.valid_from`)} <= ${at} and (${sql.ref(`${table}.valid_to`)} is null or ${sql.ref(`${table}.valid_to`)} > ${at})`;

/** Each with the columns `key`, `id`, `number`, `name`, `class`, `environment`, `field`, `before` and `after`. */
function differences(kind: DifferenceKind, from: string, to: string): RawBuilder<unknown> {
  const now = sql`now_is.id, now_is.number, now_is.name, now_is.class, now_is.environment`;
  const was = (more: RawBuilder<unknown>) =>
    sql`select from cmdb.item_editions was where was.id = now_is.id and ${heldAt('was', from)} ${more}`;
  const nothing = sql`null::text as field, null::jsonb as before, null::jsonb as after`;
  switch (kind) {
    case 'added':
      return sql`select now_is.id as key, ${now}, ${nothing} from cmdb.item_editions now_is
        where ${heldAt('now_is', to)} and not exists (${was(sql``)})`;
    case 'retired':
      return sql`select now_is.id as key, ${now}, ${nothing} from cmdb.item_editions now_is
        where ${heldAt('now_is', to)} and now_is.stage = any(${ENDED_STAGES})
          and exists (${was(sql`and was.stage <> all(${ENDED_STAGES})`)})`;
    case 'changed':
      return sql`select change.item_id || ' ' || change.field as key, ${now}, change.field, change.before, change.after
        from (
          select item_id, field, (array_agg(before order by position))[1] as before,
            (array_agg(after order by position desc))[1] as after
          from cmdb.item_changes where changed_at > ${from} and changed_at <= ${to} group by item_id, field
        ) change
        join cmdb.item_editions now_is on now_is.id = change.item_id and ${heldAt('now_is', to)}
        where change.before <> change.after and exists (${was(sql``)})`;
    case 'related':
    case 'unrelated': {
      const [then, other] = kind === 'related' ? [to, from] : [from, to];
      return sql`select relation.id as key, ${now}, relation.kind as field,
          null::jsonb as before, jsonb_build_object('id', relation.target_id, 'name', relation.target_name) as after
        from cmdb.relations relation
        join cmdb.item_editions now_is on now_is.id = relation.source_id and ${heldAt('now_is', to)}
        where ${heldAt('relation', then)} and not exists (
          select from cmdb.relations same
          where same.source_id = relation.source_id and same.kind = relation.kind
            and same.target_id = relation.target_id and ${heldAt('same', other)})`;
    }
    default:
      return kind satisfies never;
  }
}

interface Difference {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly field: string | null;
  readonly before: { readonly value?: unknown } | null;
  readonly after: { readonly value?: unknown } | null;
}

const valueIn = (cell: Difference['before']): unknown => (cell && 'value' in cell ? cell.value : cell);

export async function compareConfiguration(
  params: ParamsOf<typeof CompareConfiguration>,
  context: QueryContext,
): Promise<ResultOf<typeof CompareConfiguration>> {
  const { kind, limit = 50, after } = params;
  await Promise.all([ciEditions.name, ciChanges.name, ciRelations.name].map(context.upToDate));
  const [from, to] = await Promise.all([momentOf(params.from, context), momentOf(params.to, context)]);
  const filter = { class: params.class ?? to.filter.class, environment: params.environment ?? to.filter.environment };
  const rows = sql<Difference>`(${differences(kind, from.at, to.at)})`.as('difference');
  let query = (context.db as CmdbDatabase).selectFrom(rows as never) as any;
  if (filter.class !== undefined) {
    const classes = familyOf(await currentClasses.get(context.store), filter.class);
    query = query.where(sql<boolean>`class = any(${classes})`);
  }
  if (filter.environment !== undefined) query = query.where('environment', '=', filter.environment);
  const counted = await query.select(sql<string>`count(*)`.as('total')).executeTakeFirstOrThrow();
  const page = await keysetPage<Difference>(
    query.select(['id', 'number', 'name', 'field', 'before', 'after']),
    { column: 'number', id: 'key' },
    // Without an end, each page would end later than the one before.
    { limit, after, scope: { list: 'diff', kind, from: from.at, to: params.to, ...filter } },
  );
  const items = page.items.map((one) => ({ ...one, before: valueIn(one.before), after: valueIn(one.after) }));
  return { ...page, from: from.at, to: to.at, kind, total: Number(counted.total), items };
}

import type { ImpactDirection } from '@opsledger/contracts';
import { sql, type RawBuilder } from 'kysely';

export interface Reach {
  readonly id: string;
  readonly direction: ImpactDirection;
  readonly depth: number;
  readonly kinds: readonly string[] | null;
  /** Null: now. */
  readonly asOf: string | null;
}

/**
 * Breadth first: one row per level, with the items that are new in it, whence each was reached, and all that were seen so
 * far. What was seen is not entered again, so circles end by themselves and every item is found on a shortest way; of
 * several such ways, the one over the smallest id. The row of a whole level is an array because a recursive query cannot
 * ask what it found earlier, only what it found last.
 *
 * The search ends at the level with which it has found more than `most`.
 */
export function levelsFrom({ id, direction, depth, kinds, asOf }: Reach, most: number): RawBuilder<unknown> {
  const [at, next] =
    direction === 'upstream'
      ? [sql.ref('needed_id'), sql.ref('needy_id')]
      : [sql.ref('needy_id'), sql.ref('needed_id')];
  const some = kinds === null ? sql`` : sql`and kind = any(${kinds})`;
  return sql`
    select 0, array[${id}::uuid], array[null::uuid], array[${id}::uuid]
    union all
    select step + 1, fresh.ids, fresh.bys, seen || fresh.ids
    from level, lateral (
      select array_agg(id) as ids, array_agg(by) as bys
      from (
        select ${next} as id, min(${at}::text)::uuid as by
        from unnest(level.ids) as here (id) join cmdb.relations on ${at} = here.id and ${heldAt(asOf)} ${some}
        where not exists (select from unnest(level.seen) as old (id) where old.id = ${next})
        group by ${next} limit ${most + 1}
      ) as one
    ) as fresh
    where step < ${depth} and cardinality(seen) <= ${most} and fresh.ids is not null`;
}

/** Of periods: those that hold at the instant; null is now. */
export const heldAt = (asOf: string | null): RawBuilder<unknown> =>
  asOf === null
    ? sql`valid_to is null`
    : sql`valid_from <= ${asOf}::timestamptz and (valid_to is null or valid_to > ${asOf}::timestamptz)`;

import type { ImpactDirection } from '@opsledger/contracts';
import { sql, type Kysely } from 'kysely';

/** Searches end when they have found so many items: nobody reads that many, and others wait. */
export const MOST_REACHED = 5_000;

export interface Search {
  readonly id: string;
  readonly direction: ImpactDirection;
  readonly depth: number;
  readonly kinds: readonly string[] | null;
  /** Null: now. */
  readonly asOf: string | null;
}

export interface Reached {
  readonly depth: number;
  /** The item one step nearer, on a shortest way. */
  readonly by: string;
}

/**
 * Breadth first, one question per level: each asks only from what is new, so a circle ends by itself and every item is
 * found on a shortest way.
 */
export async function reachedFrom(
  db: Kysely<any>,
  { id, direction, depth, kinds, asOf }: Search,
): Promise<{ readonly found: ReadonlyMap<string, Reached>; readonly complete: boolean }> {
  const [from, to] = direction === 'upstream' ? ['needed_id', 'needy_id'] : ['needy_id', 'needed_id'];
  const [at, next] = [sql.ref(from), sql.ref(to)];
  const some = kinds === null ? sql`` : sql`and kind = any(${kinds})`;
  const then =
    asOf === null
      ? sql`and valid_to is null`
      : sql`and valid_from <= ${asOf} and (valid_to is null or valid_to > ${asOf})`;

  const found = new Map<string, Reached>();
  let level: string[] = [id];
  for (let step = 1; step <= depth && level.length > 0; step += 1) {
    const { rows } = await sql<{ next: string; by: string }>`
      select ${next} as next, min(${at}) as by from cmdb.relations
      where ${at} = any(${level}) ${some} ${then} group by 1 limit ${2 * MOST_REACHED}
    `.execute(db);
    level = [];
    for (const { next: reached, by } of rows) {
      if (reached === id || found.has(reached)) continue;
      if (found.size === MOST_REACHED) return { found, complete: false };
      found.set(reached, { depth: step, by });
      level.push(reached);
    }
  }
  return { found, complete: true };
}

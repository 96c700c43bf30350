import { sql, type SelectQueryBuilder, type SqlBool } from 'kysely';
import { Problem } from '../rpc/problem';
import type { KeysetOrder } from './keyset-page';

/** What a filter is compared with: one value, or any of several. */
export type FilterValue = string | number | boolean | readonly (string | number)[] | undefined;

/** Keeps rows whose columns equal the values given; a value not given filters nothing, an empty list everything. */
export function whereGiven<Query extends SelectQueryBuilder<any, any, any>>(
  query: Query,
  filters: Readonly<Record<string, FilterValue>>,
): Query {
  let filtered: SelectQueryBuilder<any, any, any> = query;
  for (const [column, value] of Object.entries(filters)) {
    if (value === undefined) continue;
    filtered = Array.isArray(value)
      ? filtered.where(sql<SqlBool>`${sql.ref(column)} = any(${value})`)
      : filtered.where(column, '=', value);
  }
  return filtered as Query;
}

/** Orders a list offers, by the name used in `sort`. */
export type Sortable = Readonly<Record<string, Omit<KeysetOrder, 'descending'>>>;

/**
 * `openedAt` ascending, `-openedAt` descending.
 *
 * @throws Problem 400 for an order the list does not offer
 */
export function orderOf(sort: string, sortable: Sortable): KeysetOrder {
  const descending = sort.startsWith('-');
  const name = descending ? sort.slice(1) : sort;
  const order = Object.hasOwn(sortable, name) ? sortable[name] : undefined;
  if (order) return { ...order, descending };
  const offered = Object.keys(sortable).join(', ');
  throw new Problem(
    400,
    'unknown-sort',
    'Unknown sort order',
    `Sort by one of ${offered}, with a leading - for descending.`,
  );
}

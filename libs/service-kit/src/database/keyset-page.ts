import { sql, type Expression, type RawBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely';
import { decodeCursor, encodeCursor, foreignCursor, type Cursor, type CursorScope } from './cursor';

/** A stable order: a column, perhaps another, then the id, all in the same direction, so that one index serves them. */
export interface KeysetOrder {
  /** Column, or an expression over columns, e.g. ``sql`lower(name)` ``. */
  readonly column: string | RawBuilder<unknown>;
  readonly descending?: boolean;
  /** Nulls come last in both directions. Leave unset for `not null` columns: those are read along their index. */
  readonly nullable?: boolean;
  /** Column that decides between equals before the id does; `not null`. */
  readonly then?: string;
  /** Unique column that decides between equals; `id` by default. */
  readonly id?: string;
}

/** Which page of which list is wanted. */
export interface PageRequest {
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
  /** What makes this list what it is, e.g. its name, sort and filters: a cursor of another list is refused. */
  readonly scope: CursorScope;
}

/** Some rows of a list, and where the next ones begin. */
export interface Page<Row> {
  readonly items: readonly Row[];
  /** Absent on the last page. */
  readonly next?: string;
}

const KEY = '__key';
const THEN = '__then';
const ID = '__id';

/**
 * One page of a query that is filtered already and has no order of its own. Rows recorded while somebody
 * pages are neither skipped nor shown twice.
 *
 * @throws Problem 400 when the cursor is not this list's
 */
export async function keysetPage<Row>(
  query: SelectQueryBuilder<any, any, Row>,
  order: KeysetOrder,
  { limit, after, scope }: PageRequest,
): Promise<Page<Row>> {
  const { column, descending = false, nullable = false, then, id = 'id' } = order;
  const fullScope = { ...scope, '(order)': [typeof column === 'string' ? column : '', descending] };
  const asText = (name: string, of: RawBuilder<unknown>) => sql<string | null>`(${of})::text`.as(name);
  let page = query
    // As text: what PostgreSQL wrote comes back exactly, a JavaScript date would have lost its microseconds.
    .select([asText(KEY, columnOf(column)), asText(ID, sql.ref(id)), ...(then ? [asText(THEN, sql.ref(then))] : [])])
    .orderBy(orderTerm(column, descending, nullable))
    .$if(then !== undefined, (ordered) => ordered.orderBy(orderTerm(then!, descending, false)))
    .orderBy(orderTerm(id, descending, false))
    .limit(limit + 1);
  if (after !== undefined) page = page.where(beyond(decodeCursor(after, fullScope), order));

  const rows = (await page.execute().catch((error: unknown) => {
    throw after !== undefined && isUnreadableValue(error) ? foreignCursor() : error;
  })) as (Row & { [KEY]: string | null; [ID]: string; [THEN]?: string })[];
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const items = rows.slice(0, limit).map(({ [KEY]: _key, [ID]: _id, [THEN]: _then, ...row }) => row as Row);
  if (!last) return { items };
  return { items, next: encodeCursor({ value: last[KEY], then: last[THEN], id: last[ID] }, fullScope) };
}

/** What PostgreSQL says of a value that is none of its column: of no such form, out of range, not to be held as text. */
const UNREADABLE: ReadonlySet<unknown> = new Set(['22P02', '22007', '22008', '22003', '22021']);

/** A cursor may be made up, checksum and all: then its value is none of its column. Filters are checked at the edge. */
const isUnreadableValue = (error: unknown): boolean => UNREADABLE.has((error as { code?: unknown } | null)?.code);

const columnOf = (column: KeysetOrder['column']): RawBuilder<unknown> =>
  typeof column === 'string' ? sql.ref(column) : column;

function orderTerm(column: KeysetOrder['column'], descending: boolean, nullable: boolean): RawBuilder<unknown> {
  const direction = descending ? sql`desc` : sql`asc`;
  return nullable ? sql`${columnOf(column)} ${direction} nulls last` : sql`${columnOf(column)} ${direction}`;
}

function beyond(cursor: Cursor, { column, descending, nullable, then, id = 'id' }: KeysetOrder): Expression<SqlBool> {
  if ((then === undefined) !== (cursor.then === undefined)) throw foreignCursor();
  const past = descending ? sql`<` : sql`>`;
  const value = columnOf(column);
  const [keys, ends] = then
    ? [sql`${sql.ref(then)}, ${sql.ref(id)}`, sql`${cursor.then}, ${cursor.id}`]
    : [sql.ref(id), sql`${cursor.id}`];
  if (cursor.value === null) return sql<SqlBool>`(${value} is null and (${keys}) ${past} (${ends}))`;
  const further = sql<SqlBool>`(${value}, ${keys}) ${past} (${cursor.value}, ${ends})`;
  return nullable ? sql<SqlBool>`(${further} or ${value} is null)` : further;
}

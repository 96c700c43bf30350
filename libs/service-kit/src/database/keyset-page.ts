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

type Read<Row> = Row & { [KEY]: string | null; [ID]: string; [THEN]?: string };

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
  const { column, descending = false } = order;
  const fullScope = { ...scope, '(order)': [typeof column === 'string' ? column : '', descending] };
  const cursor = after === undefined ? undefined : decodeCursor(after, fullScope);
  const rows = await readParts(query, order, partsFrom(cursor, order), limit + 1).catch((error: unknown) => {
    throw cursor && isUnreadableValue(error) ? foreignCursor() : error;
  });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const items = rows.slice(0, limit).map(({ [KEY]: _key, [ID]: _id, [THEN]: _then, ...row }) => row as Row);
  if (!last) return { items };
  return { items, next: encodeCursor({ value: last[KEY], then: last[THEN], id: last[ID] }, fullScope) };
}

/** Rows of a list that one index has in their order. */
interface Part {
  /** Those that have no value in a nullable column, or those that have one; both where it is not nullable. */
  readonly valued?: boolean;
  readonly cursor?: Cursor;
}

/**
 * Those without a value are read by themselves, after the others: so one index of those with a value serves both
 * directions, and rows without one need not be in it.
 */
function partsFrom(cursor: Cursor | undefined, { nullable = false }: KeysetOrder): readonly Part[] {
  if (cursor?.value === null && !nullable) throw foreignCursor();
  if (!nullable) return [{ cursor }];
  if (cursor?.value === null) return [{ valued: false, cursor }];
  return [{ valued: true, cursor }, { valued: false }];
}

/**
 * One after the other in one statement: a row that moves from one part to the other meanwhile is in one of them. The
 * second is begun only when the first has not enough.
 */
async function readParts<Row>(
  query: SelectQueryBuilder<any, any, Row>,
  order: KeysetOrder,
  parts: readonly Part[],
  limit: number,
): Promise<Read<Row>[]> {
  const [first, second] = parts.map((part) => partOf(query, order, { ...part, limit }));
  if (!second) return (await first!.execute()) as Read<Row>[];
  // An order and a limit of its own has only what is in parentheses, which a statement cannot begin with here.
  const none = selecting(query, order).where(sql<SqlBool>`false`);
  const both = none.unionAll((of) => [of.parens(first!), of.parens(second)]).limit(limit);
  return (await both.execute()) as Read<Row>[];
}

function selecting<Row>(query: SelectQueryBuilder<any, any, Row>, { column, then, id = 'id' }: KeysetOrder) {
  const asText = (name: string, of: RawBuilder<unknown>) => sql<string | null>`(${of})::text`.as(name);
  // As text: what PostgreSQL wrote comes back exactly, a JavaScript date would have lost its microseconds.
  return query.select([
    asText(KEY, columnOf(column)),
    asText(ID, sql.ref(id)),
    ...(then ? [asText(THEN, sql.ref(then))] : []),
  ]);
}

function partOf<Row>(
  query: SelectQueryBuilder<any, any, Row>,
  order: KeysetOrder,
  { valued, cursor, limit }: Part & { readonly limit: number },
) {
  const { column, descending = false, then, id = 'id' } = order;
  const direction = descending ? 'desc' : 'asc';
  let part = selecting(query, order)
    .$if(valued !== false, (unordered) => unordered.orderBy(columnOf(column), direction))
    .$if(then !== undefined, (ordered) => ordered.orderBy(sql.ref(then!), direction))
    .orderBy(sql.ref(id), direction)
    .limit(limit);
  if (valued !== undefined) part = part.where(columnOf(column), valued ? 'is not' : 'is', null);
  return cursor ? part.where(beyond(cursor, order)) : part;
}

/** What PostgreSQL says of a value that is none of its column: of no such form, out of range, not to be held as text. */
const UNREADABLE: ReadonlySet<unknown> = new Set(['22P02', '22007', '22008', '22003', '22021']);

/** A cursor may be made up, checksum and all: then its value is none of its column. Filters are checked at the edge. */
const isUnreadableValue = (error: unknown): boolean => UNREADABLE.has((error as { code?: unknown } | null)?.code);

const columnOf = (column: KeysetOrder['column']): RawBuilder<unknown> =>
  typeof column === 'string' ? sql.ref(column) : column;

function beyond(cursor: Cursor, { column, descending, then, id = 'id' }: KeysetOrder): Expression<SqlBool> {
  if ((then === undefined) !== (cursor.then === undefined)) throw foreignCursor();
  const past = descending ? sql`<` : sql`>`;
  const [keys, ends] = then
    ? [sql`${sql.ref(then)}, ${sql.ref(id)}`, sql`${cursor.then}, ${cursor.id}`]
    : [sql.ref(id), sql`${cursor.id}`];
  if (cursor.value === null) return sql<SqlBool>`(${keys}) ${past} (${ends})`;
  return sql<SqlBool>`(${columnOf(column)}, ${keys}) ${past} (${cursor.value}, ${ends})`;
}

import { Problem } from '@opsledger/service-kit';
import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely';

/** What a list is ordered by before the id: an expression, and the SQL type its text form is read back as. */
export interface Order {
  readonly by: RawBuilder<unknown>;
  readonly type: 'text' | 'timestamptz';
  readonly descending?: boolean;
}

interface PageParams {
  readonly limit?: number;
  readonly after?: string;
}

/** One page, and the cursor of the next: where this one ends, so that rows written meanwhile neither hide nor repeat any. */
export async function keysetPage<Row extends { readonly id: string }, Item>(
  query: SelectQueryBuilder<any, any, Row>,
  { limit = 50, after }: PageParams,
  { by, type, descending = false }: Order,
  itemOf: (row: Row) => Item,
): Promise<{ items: Item[]; next?: string }> {
  const direction = descending ? 'desc' : 'asc';
  let page = query
    .select(sql<string>`(${by})::text`.as('sort'))
    .orderBy(by, direction)
    .orderBy('id', direction)
    .limit(limit + 1);
  if (after !== undefined) {
    const [sort, id] = cursor(after);
    const beyond = sql.raw(descending ? '<' : '>');
    page = page.where(sql<boolean>`(${by}, id) ${beyond} (${sort}::${sql.raw(type)}, ${id})`);
  }
  const rows = await page.execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next =
    rows.length > limit && last ? Buffer.from(JSON.stringify([last.sort, last.id])).toString('base64url') : undefined;
  return { items: shown.map((row) => itemOf(row as Row)), next };
}

function cursor(after: string): readonly [sort: string, id: string] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(after, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === 2 && parts.every((part) => typeof part === 'string'))
      return parts as unknown as readonly [string, string];
  } catch {
    // Told below, as any other cursor that is none of ours.
  }
  throw new Problem(
    400,
    'invalid-cursor',
    'Cursor is not ours',
    'Pass `next` of the page before as `after`, unchanged.',
  );
}

/** An `ilike` pattern for text that contains these characters, whatever they are. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** The driver gives instants as dates, folds write them as text: answers always say ISO 8601. */
export const instant = (value: string | Date): string => new Date(value).toISOString();

export const maybeInstant = (value: string | Date | null): string | null => (value === null ? null : instant(value));

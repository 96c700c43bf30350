import { createHash } from 'node:crypto';
import { Problem } from '../rpc/problem';

/** Where a page ended: the last row's sort value, as PostgreSQL writes it, and its id. */
export interface Cursor {
  readonly value: string | null;
  readonly id: string;
}

/** Written into every cursor: the list it belongs to, its order and its filters. */
export type CursorScope = Readonly<Record<string, unknown>>;

/** Opaque text for `after`; only good for the scope it was made in. */
export function encodeCursor({ value, id }: Cursor, scope: CursorScope): string {
  return Buffer.from(JSON.stringify([value, id, checksum(value, id, scope)])).toString('base64url');
}

/** @throws Problem 400 when it was changed, or made for another list, order or filter */
export function decodeCursor(text: string, scope: CursorScope): Cursor {
  const [value, id, sum, ...rest] = parsed(text);
  const wellFormed = (typeof value === 'string' || value === null) && typeof id === 'string' && rest.length === 0;
  if (!wellFormed || sum !== checksum(value, id, scope)) throw foreignCursor();
  return { value, id };
}

function parsed(text: string): readonly unknown[] {
  try {
    const content: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
}

/** Finds mistakes, not enemies: whatever a cursor says, filters and rights apply again to every page. */
const checksum = (value: string | null, id: string, scope: CursorScope): string =>
  createHash('sha256')
    .update(JSON.stringify([value, id, sorted(scope)]))
    .digest('base64url')
    .slice(0, 12);

const sorted = (scope: CursorScope): readonly [string, unknown][] =>
  Object.entries(scope)
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));

export const foreignCursor = (): Problem =>
  new Problem(
    400,
    'foreign-cursor',
    'Cursor does not belong to this list',
    'Pass `after` exactly as `next` of the page before, with the same filters and sort; leave it out for the first page.',
  );

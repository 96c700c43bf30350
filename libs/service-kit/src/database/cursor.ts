import { createHash } from 'node:crypto';
import { Problem } from '../rpc/problem';

/** Where a page ended: what the last row is sorted by, as PostgreSQL writes it, and its id. */
export interface Cursor {
  readonly value: string | null;
  /** Of the column that decides between equal values, where the order has one. */
  readonly then?: string;
  readonly id: string;
}

/** Written into every cursor: the list it belongs to, its order and its filters. */
export type CursorScope = Readonly<Record<string, unknown>>;

/** Opaque text for `after`; only good for the scope it was made in. */
export function encodeCursor(cursor: Cursor, scope: CursorScope): string {
  const place = placeOf(cursor);
  return Buffer.from(JSON.stringify([...place, checksum(place, scope)])).toString('base64url');
}

/** @throws Problem 400 when it was changed, or made for another list, order or filter */
export function decodeCursor(text: string, scope: CursorScope): Cursor {
  const content = parsed(text);
  const [place, sum] = [content.slice(0, -1), content.at(-1)];
  const [value, id, then, ...rest] = place;
  const wellFormed =
    (typeof value === 'string' || value === null) &&
    typeof id === 'string' &&
    (typeof then === 'string' || then === undefined) &&
    rest.length === 0;
  if (!wellFormed || sum !== checksum(place, scope)) throw foreignCursor();
  return { value, id, ...(then !== undefined && { then }) };
}

const placeOf = ({ value, id, then }: Cursor): readonly unknown[] =>
  then === undefined ? [value, id] : [value, id, then];

function parsed(text: string): readonly unknown[] {
  try {
    const content: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
}

/** Finds mistakes, not enemies: whatever a cursor says, filters and rights apply again to every page. */
const checksum = (place: readonly unknown[], scope: CursorScope): string =>
  createHash('sha256')
    .update(JSON.stringify([...place, sorted(scope)]))
    .digest('base64url')
    .slice(0, 12);

const sorted = (scope: CursorScope): readonly [string, unknown][] =>
  Object.entries(scope)
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));

/** The 400 for a cursor that is changed, or of another list, order or filter. */
export const foreignCursor = (): Problem =>
  new Problem(
    400,
    'foreign-cursor',
    'Cursor does not belong to this list',
    'Pass `after` exactly as `next` of the page before, with the same filters and sort; leave it out for the first page.',
  );

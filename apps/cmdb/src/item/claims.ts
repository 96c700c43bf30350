import { precedenceOf, type FieldChanges, type Precedence } from '@opsledger/contracts';
import type { Claims, Fields, KnownItem } from './item-state';

/** Whose word a person's is. */
export const MANUAL = 'manual';

type Stated = Record<string, { before: { value: unknown } | null; after: { value: unknown } | null }>;

/** What changes when a source says something. */
interface Statement {
  readonly changes: FieldChanges;
  readonly stated: Stated;
}

/** Structure, not order of keys, makes two values the same. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && same((one as Fields)[name], (other as Fields)[name]))
  );
}

/** The source whose word on the field counts most, whenever it was said. */
export function strongest(precedence: Precedence, field: string, claims: Claims): string | undefined {
  const order = precedenceOf(precedence, field);
  const rank = (source: string): number => {
    const place = order.indexOf(source);
    return place < 0 ? order.length : place;
  };
  return Object.keys(claims).sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1))[0];
}

/** What a source's words change, also where another source's count for more: those are kept for later. */
export function statement(item: KnownItem, source: string, said: Fields, precedence: Precedence): Statement {
  const claims = Object.entries(said).map(([field, value]) => [field, { value }] as const);
  return restatement(item, source, Object.fromEntries(claims), precedence);
}

/** As `statement`; null takes the source's word back. */
export function restatement(
  { fields, claims }: KnownItem,
  source: string,
  said: Readonly<Record<string, { value: unknown } | null>>,
  precedence: Precedence,
): Statement {
  const changes: FieldChanges = {};
  const stated: Stated = {};
  for (const field of Object.keys(said).sort()) {
    const after = said[field]!;
    const known = claims[field] ?? {};
    const before = Object.hasOwn(known, source) ? known[source]! : null;
    if (same(before, after)) continue;
    // Saying that nothing is known of what nobody knows anything of says nothing.
    if (!before && after?.value === null && Object.keys(known).length === 0) continue;
    stated[field] = { before, after };
    const { [source]: _its, ...others } = known;
    const all: Claims = after ? { ...others, [source]: after } : others;
    const winner = strongest(precedence, field, all);
    const now = winner === undefined ? null : (all[winner]!.value ?? null);
    const was = fields[field] ?? null;
    if (!same(was, now)) changes[field] = { before: was, after: now };
  }
  return { changes, stated };
}

/** The item's fields and claims after a statement. */
export function stating(item: KnownItem, source: string, { changes, stated }: Statement): KnownItem {
  const fields = { ...item.fields };
  for (const [field, { after }] of Object.entries(changes)) {
    if (after === null) delete fields[field];
    else fields[field] = after;
  }
  const claims = { ...item.claims };
  for (const [field, { after }] of Object.entries(stated)) {
    const { [source]: _its, ...others } = claims[field] ?? {};
    claims[field] = after ? { ...others, [source]: after } : others;
  }
  return { ...item, fields, claims };
}

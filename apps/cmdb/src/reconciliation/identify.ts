import type { SourceRow } from '@opsledger/contracts';
import { identityKey, nameKey, otherNameIn, serialKey } from '../item/match-keys';
import { UNCLASSIFIED, type KnownItem } from '../item/item-state';

/** An item that a row may mean. */
export interface Candidate {
  readonly id: string;
  readonly item: KnownItem;
}

type Identified =
  | { readonly kind: 'found'; readonly candidate: Candidate; readonly by: 'serial' | 'identity' | 'name' }
  | { readonly kind: 'new' }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Candidate[]; readonly reason: string };

const serialOf = ({ fields }: KnownItem): string | undefined =>
  typeof fields.serial === 'string' ? serialKey(fields.serial) : undefined;

/** Which item a row means: by serial number, then by source and external id, then by name and class. */
export function identify(row: SourceRow, candidates: readonly Candidate[]): Identified {
  const serial = row.serial ? serialKey(row.serial) : undefined;
  const identity = identityKey({ source: row.source, id: row.externalId });
  const bySerial = serial === undefined ? [] : candidates.filter(({ item }) => serialOf(item) === serial);
  const byIdentity = candidates.filter(({ item }) => item.identities.some((one) => identityKey(one) === identity));
  const all = [...new Set([...bySerial, ...byIdentity])];
  if (bySerial.length > 1) return ambiguous(bySerial, `Several items have the serial number ${row.serial}.`);
  if (byIdentity.length > 1) return ambiguous(byIdentity, `Several items are ${row.externalId} to ${row.source}.`);
  if (all.length > 1) return ambiguous(all, 'The serial number means one item, the external id another.');
  const [found] = all;
  if (found) return ofItsClass(row, found, bySerial.length > 0 ? 'serial' : 'identity');
  return identifyByName(row, serial, candidates);
}

function identifyByName(row: SourceRow, serial: string | undefined, candidates: readonly Candidate[]): Identified {
  const named = candidates.filter(
    ({ item }) => item.class === row.class && nameKey(item.fields.name as string) === nameKey(row.name),
  );
  if (named.length > 1) return ambiguous(named, `Several items of class ${row.class} are called ${row.name}.`);
  const [found] = named;
  if (!found) return { kind: 'new' };
  const its = serialOf(found.item);
  if (serial !== undefined && its !== undefined)
    return ambiguous(named, `An item of this name has another serial number, ${its}.`);
  if (isAnotherTo(row, found.item)) return ambiguous(named, `An item of this name is another one to ${row.source}.`);
  return { kind: 'found', candidate: found, by: 'name' };
}

function ofItsClass(row: SourceRow, candidate: Candidate, by: 'serial' | 'identity'): Identified {
  const { item } = candidate;
  if (item.class !== row.class && item.class !== UNCLASSIFIED)
    return ambiguous([candidate], `The item is of class ${item.class}, the row says ${row.class}.`);
  if (by === 'serial' && isAnotherTo(row, item))
    return ambiguous([candidate], `The item with this serial number is another one to ${row.source}.`);
  return { kind: 'found', candidate, by };
}

/** The source calls the item something else. */
const isAnotherTo = (row: SourceRow, item: KnownItem): boolean => otherNameIn(row, item) !== undefined;

const ambiguous = (candidates: readonly Candidate[], reason: string): Identified => ({
  kind: 'ambiguous',
  candidates,
  reason,
});

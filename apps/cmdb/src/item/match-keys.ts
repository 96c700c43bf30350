import type { SourceRow } from '@opsledger/contracts';
import type { Item, KnownItem } from './item-state';

/** Texts by which items are compared, in the database and in decisions alike. */
export const nameKey = (name: string): string => name.trim().toLowerCase();
export const serialKey = (serial: string): string => serial.trim().toUpperCase();
export const identityKey = ({ source, id }: { readonly source: string; readonly id: string }): string =>
  JSON.stringify([source, id]);

/** Something an item may be spoken of by, as one text for all kinds. */
export const spokenBy = (kind: 'identity' | 'serial' | 'name' | 'item', key: string): string => `${kind} ${key}`;

/** Whatever a row may find an item by, or bring one that others find by it. */
export const keysOfRow = ({ source, externalId, serial, name }: SourceRow): string[] => [
  spokenBy('identity', identityKey({ source, id: externalId })),
  spokenBy('name', nameKey(name)),
  ...(serial ? [spokenBy('serial', serialKey(serial))] : []),
];

/** What a source calls the item, where that is not what it calls it in a row. */
export const otherNameIn = ({ source, externalId }: SourceRow, { identities }: KnownItem): string | undefined => {
  const its = identities.filter((one) => one.source === source);
  return its.some(({ id }) => id === externalId) ? undefined : its[0]?.id;
};

/** Whether an item is known by an identity, by the key of that. */
export const hasIdentity = (item: Item | undefined, key: string): boolean =>
  item?.status === 'known' && item.identities.some((one) => identityKey(one) === key);

/** Which items rows are about, and whatever they may be found by. */
export const spokenOf = (rows: readonly { readonly said: SourceRow; readonly itemId: string | null }[]): string[] => [
  ...new Set(rows.flatMap(({ said, itemId }) => [...keysOfRow(said), ...(itemId ? [spokenBy('item', itemId)] : [])])),
];

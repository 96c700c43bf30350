import type { Item } from './item-state';

/** Texts by which items are compared, in the database and in decisions alike. */
export const nameKey = (name: string): string => name.trim().toLowerCase();
export const serialKey = (serial: string): string => serial.trim().toUpperCase();
export const identityKey = ({ source, id }: { readonly source: string; readonly id: string }): string =>
  JSON.stringify([source, id]);

/** Whether an item is known by an identity, by the key of that. */
export const hasIdentity = (item: Item | undefined, key: string): boolean =>
  item?.status === 'known' && item.identities.some((one) => identityKey(one) === key);

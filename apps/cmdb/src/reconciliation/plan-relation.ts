import type { RelationOutcome, SourceRelation } from '@opsledger/contracts';
import type { KnownItem } from '../item/item-state';
import { hasIdentity, identityKey } from '../item/match-keys';

interface Ends {
  /** By id, the items as they will be. */
  readonly items: ReadonlyMap<string, KnownItem>;
  /** Keys of identities of which somebody has to say which item they mean. */
  readonly quarantined: ReadonlySet<string>;
}

/** What is to become of a relation that a source states. */
export function planRelation(row: number, said: SourceRelation, { items, quarantined }: Ends): RelationOutcome {
  const keyOf = (id: string): string => identityKey({ source: said.source, id });
  const idOf = (id: string): string | undefined => [...items].find(([, item]) => hasIdentity(item, keyOf(id)))?.[0];
  const [sourceId, targetId] = [idOf(said.from), idOf(said.to)];
  const lacking = [...(sourceId ? [] : [said.from]), ...(targetId ? [] : [said.to])];
  const base = { row, sourceId: sourceId ?? null, target: null, said };
  const unknown = lacking.filter((id) => !quarantined.has(keyOf(id)));
  if (unknown.length > 0)
    return { ...base, action: 'reject', reasons: [`No item is called so by ${said.source}: ${unknown.join(', ')}.`] };
  if (sourceId === undefined || targetId === undefined)
    return { ...base, action: 'quarantine', reasons: lacking.map(waitsFor) };
  if (sourceId === targetId) return { ...base, action: 'reject', reasons: ['Both ends are the same item.'] };
  const target = { id: targetId, name: items.get(targetId)!.fields.name as string };
  const isSo = items
    .get(sourceId)!
    .relations.some((one) => one.kind === said.kind && one.target.id === targetId && one.until === null);
  return { ...base, action: isSo ? 'unchanged' : 'relate', target, reasons: [] };
}

const waitsFor = (id: string): string => `${id} is quarantined: it is related once somebody says which item it is.`;

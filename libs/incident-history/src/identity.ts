import { type Reference } from '@opsledger/contracts';
import { v5 as uuid5 } from 'uuid';
import { atMost } from './servicenow/cells/text';

const NAMESPACE = '5f0d7f0a-2a0e-5d4b-9c0b-7a3f0f7c1e42';

export type ExternalKind = 'person' | 'team' | 'configuration_item' | 'service' | 'problem' | 'change' | 'source';

/** Id of something another system names: the same in every import, other for another source or kind. */
export const externalId = (source: string, kind: ExternalKind, name: string): string =>
  uuid5(JSON.stringify([source, kind, name]), NAMESPACE);

const remembered = new Map<string, Reference>();

/** Reference to something another system names. A log names the same few things on row after row: hashed once. */
export function externalReference(source: string, kind: ExternalKind, name: string): Reference {
  const key = `${source}\n${kind}\n${name}`;
  let reference = remembered.get(key);
  if (!reference) {
    if (remembered.size >= 50_000) remembered.clear();
    reference = { id: externalId(source, kind, name), name: atMost(300, name) };
    remembered.set(key, reference);
  }
  return reference;
}

import { externalId, type ExternalKind, type Reference } from '@opsledger/contracts';

const remembered = new Map<string, Reference>();

/** Reference to something another system names. A log names the same few things on row after row: hashed once. */
export function externalReference(source: string, kind: ExternalKind, name: string): Reference {
  const key = `${source}\n${kind}\n${name}`;
  let reference = remembered.get(key);
  if (!reference) {
    if (remembered.size >= 50_000) remembered.clear();
    reference = { id: externalId(source, kind, name), name };
    remembered.set(key, reference);
  }
  return reference;
}

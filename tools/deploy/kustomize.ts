import { parse } from 'yaml';
import { documentsOf, textOf, variablesOf } from './files';

/** What tells the items of a list apart, where Kubernetes merges lists; all others replace what was there. */
const KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  env: 'name',
  volumes: 'name',
  ports: 'containerPort',
  volumeMounts: 'mountPath',
  topologySpreadConstraints: 'topologyKey',
};

const KNOWN = ['apiVersion', 'kind', 'namespace', 'resources', 'patches', 'configMapGenerator', 'images'];

/**
 * What `kubectl kustomize` makes of the folder, as far as the folder goes; names made from content are left plain.
 *
 * @throws Error for a part of kustomize that is not known here
 */
export function rendered(folder: string): any[] {
  const kustomization = parse(textOf(`${folder}/kustomization.yaml`));
  const unknown = Object.keys(kustomization).filter((field) => !KNOWN.includes(field));
  if (unknown.length > 0) throw new Error(`kustomization.yaml: ${unknown.join(', ')} cannot be rendered here`);
  const { namespace, resources, patches, configMapGenerator, images } = kustomization;
  const documents = resources.flatMap((path: string) => documentsOf(`${folder}/${path}`));
  for (const { path, target } of patches) {
    const [patch] = documentsOf(`${folder}/${path}`);
    for (const document of documents) if (document.kind === target.kind) mergeInto(document, withoutName(patch));
  }
  for (const { name, envs } of configMapGenerator)
    documents.push({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data: Object.assign({}, ...envs.map((path: string) => variablesOf(textOf(`${folder}/${path}`)))),
    });
  for (const document of documents) {
    if (document.kind !== 'Namespace') document.metadata.namespace = namespace;
    for (const container of document.spec?.template?.spec.containers ?? [])
      container.image = named(container.image, images);
  }
  return documents;
}

const withoutName = ({ metadata: _, ...patch }: any): any => patch;

function named(image: string, images: readonly any[]): string {
  const found = images.find(({ name }) => name === image);
  return found ? `${found.newName}:${found.newTag}` : image;
}

function mergeInto(target: any, patch: any): void {
  for (const [field, value] of Object.entries<any>(patch)) {
    const key = KEYS[field];
    if (Array.isArray(value) && key && Array.isArray(target[field]))
      target[field] = mergedLists(target[field], value, key);
    else if (isObject(value) && isObject(target[field])) mergeInto(target[field], value);
    else target[field] = structuredClone(value);
  }
}

function mergedLists(target: readonly any[], patch: readonly any[], key: string): any[] {
  const merged = [...target];
  for (const item of patch) {
    const there = merged.find((other) => other[key] === item[key]);
    if (there) mergeInto(there, item);
    else merged.push(structuredClone(item));
  }
  return merged;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

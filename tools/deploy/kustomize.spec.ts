import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ROOT } from './files';
import { rendered } from './kustomize';

const documents = rendered('deploy/kubernetes');
const of = (kind: string, name: string) => documents.find((it) => it.kind === kind && it.metadata.name === name);

it('lays what all have in common over what each has of its own', () => {
  const { spec } = of('Deployment', 'directory').spec.template;
  const [container] = spec.containers;
  expect(spec.containers).toHaveLength(1);
  expect(container).toMatchObject({ workingDir: '/opsledger/apps/directory', imagePullPolicy: 'IfNotPresent' });
  expect(container.ports.map(({ name }: any) => name)).toEqual(['rpc', 'http']);
  expect(container.image).toMatch(/\/opsledger:\d/);
  expect(of('HorizontalPodAutoscaler', 'directory').spec).toMatchObject({ minReplicas: 2, behavior: {} });
  expect(of('ConfigMap', 'opsledger').data.OPSLEDGER_SERVICES).toContain('incident=incident:4000');
});

it('renders as kubectl does, where there is one', () => {
  const { stdout, error, status, stderr } = spawnSync('kubectl', ['kustomize', 'deploy/kubernetes'], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 20_000,
  });
  // The checks of this folder need no kubectl; what they read is compared with what it makes wherever it is at hand.
  if (error) return expect((error as NodeJS.ErrnoException).code).toBe('ENOENT');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  // The name of a generated map ends with a hash of what is in it.
  const theirs = parseAllDocuments(stdout.replaceAll(/\bopsledger-[a-z0-9]{10}$/gm, 'opsledger')).map((it) =>
    it.toJS(),
  );
  expect(inOrder(documents)).toEqual(inOrder(theirs));
});

const inOrder = (list: any[]): any[] =>
  list
    .map((document) => [`${document.kind} ${document.metadata.name}`, sorted(document)] as const)
    .sort(([one], [other]) => one.localeCompare(other));

/** Lists that are merged come in another order. */
function sorted(value: any): any {
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    const named = items.every((item) => item?.name !== undefined || item?.mountPath !== undefined);
    return named ? items.sort((a, b) => `${a.name}${a.mountPath}`.localeCompare(`${b.name}${b.mountPath}`)) : items;
  }
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, sorted(inside)]));
  return value;
}

it('refuses what it cannot render', () => {
  expect(() => rendered(join('tools', 'deploy', 'fixtures'))).toThrow('components cannot be rendered here');
});

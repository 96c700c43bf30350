import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './files';

const IMPORT = /^(?:import|export)\s(?:[^;']*\sfrom\s)?'([^']+)';|\bimport\('([^']+)'\)|\brequire\('([^']+)'\)/gm;
/** Types leave nothing behind when they are compiled. */
const TYPES_ONLY = /^(?:import|export) type [^;]*;/gm;

/** Packages that a source needs when it runs, with all that it imports of this repository. */
export function packagesNeededBy(main: string): ReadonlySet<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const queue = [join(ROOT, main)];
  for (let file = queue.pop(); file; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const found of readFileSync(file, 'utf8').replaceAll(TYPES_ONLY, '').matchAll(IMPORT)) {
      const specifier = (found[1] ?? found[2] ?? found[3])!;
      const source = sourceOf(specifier, file);
      if (source) queue.push(source);
      else if (!specifier.startsWith('node:')) packages.add(nameOf(specifier));
    }
  }
  return packages;
}

/** The file of this repository that a specifier means; nothing for packages. */
function sourceOf(specifier: string, importer: string): string | undefined {
  const ours = /^@opsledger\/([\w-]+)$/.exec(specifier)?.[1];
  if (ours)
    return [`libs/${ours}`, `apps/${ours}`].map((it) => join(ROOT, it, 'src/index.ts')).find((it) => existsSync(it));
  if (!specifier.startsWith('.')) return undefined;
  const path = join(dirname(importer), specifier);
  const found = [`${path}.ts`, join(path, 'index.ts')].find((it) => existsSync(it));
  if (!found) throw new Error(`${importer} imports ${specifier}, which is not there`);
  return found;
}

const nameOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

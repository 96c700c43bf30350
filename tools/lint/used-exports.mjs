import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');
const EVERYTHING = '*';

const FROM = /\b(?:import|export)\s+(?:type\s+)?([^'";]*?)\s+from\s+'(\.[^']+)'/g;
const WHOLE = /\b(?:import|requireActual|mock)(?:<[^(]*>)?\(\s*'(\.[^']+)'/g;

const filesIn = (folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .filter((path) => path.endsWith('.ts') && !/(^|[\\/])(node_modules|dist)[\\/]/.test(path))
    .map((path) => join(root, folder, path));

/** The names between the braces as the other file has them; everything where the file is taken as a whole. */
function namesIn(clause) {
  const braced = /{([^}]*)}/.exec(clause);
  if (!braced) return [EVERYTHING];
  return braced[1].split(',').map(
    (one) =>
      one
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s/)[0],
  );
}

/** What each file of the applications is asked for by others, specs among them. */
function readUses() {
  const uses = new Map();
  const note = (file, from, names) => {
    const target = resolve(dirname(file), from);
    for (const path of [`${target}.ts`, join(target, 'index.ts')]) {
      const known = uses.get(path) ?? new Set();
      uses.set(path, new Set([...known, ...names]));
    }
  };
  for (const file of ['apps', 'tools', 'bench'].flatMap(filesIn)) {
    const text = readFileSync(file, 'utf8');
    for (const [, clause, from] of text.matchAll(FROM)) note(file, from, namesIn(clause));
    for (const [, from] of text.matchAll(WHOLE)) note(file, from, [EVERYTHING]);
  }
  return uses;
}

let uses;

const namesOf = (declaration) =>
  declaration.id ? [declaration.id.name] : (declaration.declarations ?? []).map(({ id }) => id.name);

/** What a file of an application exports, another file of it uses: else the word `export` promises what nobody asks for. */
export const usedExports = {
  meta: {
    type: 'suggestion',
    fixable: 'code',
    schema: [],
    messages: { unused: 'No other file uses {{ names }}: take `export` away.' },
  },
  create: (context) => ({
    ExportNamedDeclaration(node) {
      if (!node.declaration) return;
      uses ??= readUses();
      const used = uses.get(context.filename) ?? new Set();
      const names = namesOf(node.declaration);
      if (used.has(EVERYTHING) || names.some((name) => used.has(name))) return;
      context.report({
        node,
        messageId: 'unused',
        data: { names: names.join(', ') },
        fix: (fixer) => fixer.removeRange([node.range[0], node.declaration.range[0]]),
      });
    },
  }),
};

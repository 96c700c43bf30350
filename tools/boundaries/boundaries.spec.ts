import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** Lints a text as if it stood in that file; answers the ids of the rules it breaks. */
function rulesBrokenBy(code: string, file: string): string[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/eslint/bin/eslint.js'), '--stdin', '--stdin-filename', file, '--format', 'json'],
    { cwd: root, input: code, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false' } },
  );
  if (!stdout.startsWith('[')) throw new Error(stderr);
  const [result] = JSON.parse(stdout) as [{ messages: { ruleId: string }[] }];
  return result.messages.map((message) => message.ruleId);
}

describe('boundaries', () => {
  beforeAll(() => {
    execFileSync(process.execPath, [join(root, 'node_modules/.bin/nx'), 'show', 'projects'], {
      cwd: root,
      env: { ...process.env, NX_DAEMON: 'false' },
    });
  }, 60_000);

  it('every project carries a scope and a type', () => {
    const projects = ['apps', 'libs'].flatMap((kind) =>
      readdirSync(join(root, kind)).map((name) => join(kind, name, 'project.json')),
    );
    expect(projects.length).toBeGreaterThan(10);
    for (const file of projects) {
      const { tags } = JSON.parse(readFileSync(join(root, file), 'utf8')) as { tags: string[] };
      expect({
        file,
        scope: tags.some((tag) => tag.startsWith('scope:')),
        type: tags.some((tag) => tag.startsWith('type:')),
      }).toEqual({
        file,
        scope: true,
        type: true,
      });
    }
  });

  it.each([
    ['a service importing another service', `export * from '@opsledger/directory';`, 'apps/incident/src/planted.ts'],
    ['a library importing a service', `export * from '@opsledger/incident';`, 'libs/service-kit/src/planted.ts'],
    ['the gateway importing a service', `export * from '@opsledger/reporting';`, 'apps/gateway/src/planted.ts'],
  ])('refuses %s', (_what, code, file) => {
    expect(rulesBrokenBy(code, file)).toContain('@nx/enforce-module-boundaries');
  });

  it('lets the suite import services', () => {
    expect(rulesBrokenBy(`export * from '@opsledger/incident';\n`, 'apps/suite/src/planted.ts')).toEqual([]);
  });

  it.each([
    [
      'a framework',
      `import { Injectable } from '@nestjs/common';\nexport const x = Injectable;`,
      'no-restricted-imports',
    ],
    ['a database', `import { Pool } from 'pg';\nexport const x = Pool;`, 'no-restricted-imports'],
    ['the clock', `export const x = () => Date.now();`, 'no-restricted-properties'],
    ['the clock by another door', `export const x = () => new Date();`, 'no-restricted-syntax'],
  ])('refuses %s in a decision', (_what, code, rule) => {
    expect(rulesBrokenBy(code, 'apps/incident/src/incident/commands/planted.ts')).toContain(rule);
  });

  it.each([
    ['nothing', `export const x = 1;`],
    ['a line comment', `// One.\nexport const x = 1;`],
    ['what belongs to a statement before it', `/** One. */\nconst y = 1;\nexport const x = y;`],
  ])('refuses a public export told by %s', (_what, code) => {
    expect(rulesBrokenBy(code, 'libs/contracts/src/kit/planted.ts')).toContain('house/documented-exports');
  });

  it('refuses an export of an application that nothing but its own file uses', () => {
    expect(rulesBrokenBy(`export const x = 1;`, 'apps/incident/src/planted.ts')).toContain('house/used-exports');
  });

  it('asks for one docstring for a value and the type read off it', () => {
    const code = `/** One. */\nexport const x = 1;\nexport type X = typeof x;\n`;
    expect(rulesBrokenBy(code, 'libs/contracts/src/kit/planted.ts')).toEqual([]);
  });

  it('finds the docstring of a class before its decorators', () => {
    const decorated = `declare const Once: () => ClassDecorator;\n@Once()\nexport class X {}\n`;
    const told = decorated.replace('@Once', '/** One. */\n@Once');
    const rule = 'house/documented-exports';
    expect(rulesBrokenBy(told, 'libs/event-bus/src/planted.ts')).not.toContain(rule);
    expect(rulesBrokenBy(decorated, 'libs/event-bus/src/planted.ts')).toContain(rule);
  });
});

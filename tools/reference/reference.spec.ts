import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES } from '@opsledger/contracts';
import { configurationReference } from './configuration';
import { eventsReference, lifeCyclesReference, routesReference, services } from './reference';
import { rolesReference } from './roles';

test('the reference of routes shows what callers send: a secret is made at the edge', () => {
  const [issue] = routesReference().match(/^.*`POST \/v1\/access-tokens`.*$/m)!;
  expect(issue).toContain('`label`');
  expect(issue).not.toContain('tokenHash');
});

test('the reference of roles has a section for each, and leaves out nothing that can be done', () => {
  const text = rolesReference();
  for (const role of ROLES) expect(text).toContain(`\n## ${role}\n`);
  for (const { route, summary } of services.flatMap(({ commands }) => commands))
    if (route) expect(text).toContain(summary);
});

const directory = join(__dirname, '..', '..', 'docs', 'reference');

test.each([
  ['routes.md', routesReference],
  ['events.md', eventsReference],
  ['life-cycles.md', lifeCyclesReference],
  ['roles.md', rolesReference],
  ['configuration.md', configurationReference],
])('docs/reference/%s says what the contracts say', (file, generate) => {
  const path = join(directory, file);
  const text = generate();
  if (process.env['UPDATE_REFERENCE']) writeFileSync(path, text);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

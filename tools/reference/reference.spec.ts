import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationReference } from './configuration';
import { eventsReference, lifeCyclesReference, routesReference } from './reference';

test('the reference of routes shows what callers send: a secret is made at the edge', () => {
  const [issue] = routesReference().match(/^.*`POST \/v1\/access-tokens`.*$/m)!;
  expect(issue).toContain('`label`');
  expect(issue).not.toContain('tokenHash');
});

const directory = join(__dirname, '..', '..', 'docs', 'reference');

test.each([
  ['routes.md', routesReference],
  ['events.md', eventsReference],
  ['life-cycles.md', lifeCyclesReference],
  ['configuration.md', configurationReference],
])('docs/reference/%s says what the contracts say', (file, generate) => {
  const path = join(directory, file);
  const text = generate();
  if (process.env['UPDATE_REFERENCE']) writeFileSync(path, text);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

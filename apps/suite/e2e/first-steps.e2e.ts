import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { temporaryDirectory } from '@opsledger/testing';
import { startSuite } from './suite-process';

const dataDir = temporaryDirectory();
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const NO_TOKEN = { OPSLEDGER_DATA: dataDir, OPSLEDGER_TOKEN: '' };

/** The command the suite prints, as a newcomer would paste it. */
function printedCommand(output: string): string {
  const lines = output.split('\n');
  const start = lines.findIndex((line) => line.trimStart().startsWith('curl '));
  return lines.slice(start, start + 4).join('\n');
}

let token: string;

test('a newcomer starts it and pastes the command it prints: an incident is logged', async () => {
  const suite = await startSuite(NO_TOKEN);
  const output = suite.output();
  expect(output).toContain(`API reference ${suite.url}/docs`);
  token = /opsl_[\w-]+/.exec(output)?.[0] ?? '';

  const { stdout } = await promisify(execFile)('sh', ['-c', printedCommand(output)]);
  expect(JSON.parse(stdout)).toMatchObject({
    number: expect.stringMatching(/^INC\d{7}$/),
    version: expect.any(Number),
  });
  expect((await suite.fetch('/docs', { token })).status).toBe(200);
  expect(await suite.end('SIGTERM')).toEqual({ code: 0, signal: null });
});

test('started again it knows the token and the incident, and shows no token', async () => {
  const suite = await startSuite(NO_TOKEN);
  expect(suite.output()).not.toMatch(/opsl_/);

  const { items } = (await (await suite.fetch('/v1/incidents', { token })).json()) as { items: { title: string }[] };
  expect(items).toEqual([expect.objectContaining({ title: 'Payments are slow' })]);
  await suite.end('SIGINT');
});

test('a token lost is replaced by one of the operator’s choice; the old one goes on working', async () => {
  const chosen = 'opsl_chosen-by-the-operator-0123456789';
  const suite = await startSuite({ OPSLEDGER_DATA: dataDir, OPSLEDGER_TOKEN: chosen });
  expect((await suite.fetch('/v1/incidents', { token: chosen })).status).toBe(200);
  expect((await suite.fetch('/v1/incidents', { token })).status).toBe(200);
  expect((await suite.fetch('/v1/incidents', { token: `${chosen}x` })).status).toBe(401);
  expect(suite.output()).not.toContain(chosen);
  await suite.end('SIGTERM');
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '@opsledger/testing';
import { TOKEN, startSuite } from './suite-process';

const root = join(__dirname, '..', '..', '..');
const dataDir = temporaryDirectory();
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

interface Block {
  readonly script: string;
  /** Whether the page has its reader stop the suite before. */
  readonly stopped: boolean;
}

/** The shell blocks of a page that are marked as its tour, in the order in which somebody would paste them. */
function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [...text.matchAll(/^( *)<!-- tour(, stopped)? -->\n *```sh\n([\s\S]*?)^ *```/gm)];
  expect(blocks.length).toBeGreaterThan(2);
  return blocks.map(([, indent, stopped, script = '']) => ({
    script: script.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    stopped: stopped !== undefined,
  }));
}

const tourOf = (page: string): string =>
  blocksOf(page)
    .map(({ script }) => script)
    .join('\n');

async function paste(script: string, data = dataDir): Promise<string> {
  const suite = await startSuite({ OPSLEDGER_DATA: data });
  const output = await shell(script, { OPSLEDGER_URL: suite.url, OPSLEDGER_DATA: data });
  await suite.end('SIGTERM');
  return output;
}

async function shell(script: string, environment: Record<string, string>): Promise<string> {
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: root,
    env: { ...process.env, OPSLEDGER_TOKEN: TOKEN, ...environment },
  });
  let output = '';
  shell.stdout.on('data', (part: Buffer) => (output += part.toString()));
  shell.stderr.on('data', (part: Buffer) => (output += part.toString()));
  const [code] = (await once(shell, 'close')) as [number];
  if (code !== 0) throw new Error(`The tour ended with ${code}:\n${output}`);
  return output;
}

test('the tour of the README works when pasted', async () => {
  const output = await paste(tourOf('README.md'));
  expect(output).toContain('"number":"INC0000001"');
  expect(output).toContain('urn:opsledger:problem:');
  expect(output).toContain('"state":"in_progress"');
  expect(output).toContain('"type":"IncidentReopened"');
  expect(output).toContain('300 incidents');
  expect(output).toContain('"definitions":');
  expect(output).toContain('The log is intact.');
  expect(output).toContain('IncidentResolved');
}, 240_000);

test('the how-to for the API works when pasted', async () => {
  const output = await paste(tourOf('docs/how-to/use-the-api.md'));
  expect(output).toContain('"token":"opsl_');
  expect(output).toMatch(/^idempotency-replayed: true/m);
  expect(output).toContain('HTTP/1.1 412');
  expect(output).toMatch(/^\{"items":\[\{[^}]*"title":"Mail does not arrive","impact":1,"urgency":1/m);
  expect(output).toMatch(/"title":"Mail does not arrive",.*"version":1,.*"state":"new"/);
  expect(output).toContain('"type":"opsledger.incident.IncidentAssessed.v1"');
  expect(output).toMatch(/^event: Sla/m);
  expect(output).toContain('Three seconds are over.');
  const problems = [...output.matchAll(/urn:opsledger:problem:([\w-]+)/g)].map(([, name]) => name);
  expect(problems).toEqual([
    'idempotency-key-reused',
    'version-mismatch',
    'invalid-payload',
    'move-not-permitted',
    'not-found',
    'unauthenticated',
  ]);
}, 120_000);

test('the how-to for imports from ServiceNow works when pasted', async () => {
  const output = await paste(tourOf('docs/how-to/import-from-servicenow.md'));
  expect(output.match(/urn:opsledger:problem/g)).toBeNull();
  expect(output).toContain('not in the mapping; add it under "states"');
  expect(output).toMatch(/refused +1 /);
  expect(output).toContain('"external":{"source":"acme-servicenow","number":"INC0000045"}');
  expect(output).toMatch(/^2 incidents/m);
}, 120_000);

test('the how-to for service levels works when pasted', async () => {
  const output = await paste(tourOf('docs/how-to/set-service-levels.md'));
  expect(output.match(/urn:opsledger:problem/g)).toBeNull();
  expect(output).toContain('"availabilityPercent":');
  expect(output).toContain('"complianceDenominator":');
  expect(output).toContain('judged twice');
}, 120_000);

test('the tutorial works when pasted', async () => {
  const output = await paste(tourOf('docs/tutorial/first-incident.md'));
  expect(output.match(/urn:opsledger:problem/g)).toBeNull();
  expect(output).toContain('"type":"IncidentPutOnHold"');
  expect(output).toContain('"team":"Remote access"');
}, 120_000);

function factsIn(output: string): string | undefined {
  const facts = /^\d+ events of \d+ records checked/m.exec(output)?.[0];
  expect(facts).toBeDefined();
  return facts;
}

test('a backup of the data directory, made and restored as the how-to says, holds all that there was', async () => {
  const data = join(dataDir, 'to-back-up');
  await paste(
    'curl -sS --fail-with-body -H "authorization: Bearer $OPSLEDGER_TOKEN" -H "content-type: application/json" ' +
      `$OPSLEDGER_URL/v1/incidents -d '{"title": "Backed up", "impact": 3, "urgency": 3}'`,
    data,
  );
  const outputs: string[] = [];
  for (const { script, stopped } of blocksOf('docs/how-to/back-up-and-restore.md'))
    outputs.push(await (stopped ? shell(script, { OPSLEDGER_DATA: data }) : paste(script, data)));

  const [before = '', backup = '', restored = '', after = ''] = outputs;
  for (const output of [before, backup, restored]) expect(output).toContain('The log is intact.');
  expect(factsIn(restored)).toEqual(factsIn(backup));
  for (const output of [before, after]) expect(output).toMatch(/^\s*1$/m);
  expect(after).toMatch(/^incident-list .* live /m);
}, 120_000);

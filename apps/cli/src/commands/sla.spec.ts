import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeServer, fakeTerminal, type FakeServer } from '../fake-server.fixture';
import { run } from '../program';

const directory = mkdtempSync(join(tmpdir(), 'opsledger-test-sla-'));
const file = join(directory, 'proposal.json');
let server: FakeServer | undefined;
afterEach(() => server?.close());
afterAll(() => rmSync(directory, { recursive: true }));

const tally = (met: number, breached: number) => ({ met, breached, compliance: met / (met + breached) });
const ANSWER = {
  incidents: 890,
  groups: [{ group: 'P1', before: tally(3, 27), after: tally(1, 29) }],
  flips: 12,
  examples: Array.from({ length: 12 }, (_, index) => ({
    id: `i-${index}`,
    number: `INC000000${index}`,
    target: 'resolution',
    before: 'met',
    after: 'breached',
    why: 'PT2H counted of PT4H; then PT2H counted of PT1H',
  })),
};

async function simulating(...words: string[]) {
  const asked: unknown[] = [];
  server = await fakeServer(({ body }) => (asked.push(body), { body: ANSWER }));
  const terminal = fakeTerminal();
  const code = await run(['--url', server.url, 'sla', 'simulate', ...words], {
    ...terminal,
    environment: { OPSLEDGER_TOKEN: 'opsl_test' },
    clock: () => new Date(),
  });
  return { code, asked, ...terminal.written };
}

test('shows compliance now and then, and the first of the verdicts that change', async () => {
  writeFileSync(file, '{"policies":[]}');
  const { code, out, asked } = await simulating(file, '--by', 'priority');
  expect(code).toBe(0);
  expect(JSON.stringify(asked)).toContain('priority');
  expect(out).toContain('890 incidents judged twice; 12 verdicts would be another.');
  expect(out).toMatch(/P1 +10\.0 % +3\.3 % +3 +1 +27 +29/);
  expect(out).toMatch(/INC0000009 +resolution +met +breached +PT2H counted/);
  expect(out).toContain('… and 2 more: --json');
});

test('--json is the whole answer', async () => {
  writeFileSync(file, '{}');
  expect(JSON.parse((await simulating(file, '--json')).out)).toEqual(ANSWER);
});

test.each(['[]', '{', ''])('a file that holds no proposal: %s', async (text) => {
  writeFileSync(file, text);
  expect(await simulating(file)).toMatchObject({ code: 2, err: expect.stringContaining('proposal.json') });
});

test('a group that is none', async () => {
  expect(await simulating(file, '--by', 'colour')).toMatchObject({ code: 2, err: expect.stringContaining('priority') });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeServer, fakeTerminal, type Asked, type FakeServer } from '../fake-server.fixture';
import { run } from '../program';

const directory = mkdtempSync(join(tmpdir(), 'opsledger-test-sla-'));
const file = join(directory, 'proposal.json');
let server: FakeServer | undefined;
afterEach(() => server?.close());
afterAll(() => rmSync(directory, { recursive: true }));

const source = (made = { met: 0, breached: 0 }, missed = { met: 0, breached: 0 }) => ({ made, missed });
const tally = (met: number, breached: number, beside = source()) => ({
  met,
  breached,
  compliance: met / (met + breached),
  source: beside,
});
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
  disagreements: [],
};

async function sla(answer: (asked: Asked) => object, ...words: string[]) {
  server = await fakeServer((asked) => ({ body: answer(asked) }));
  const terminal = fakeTerminal();
  const code = await run(['--url', server.url, 'sla', ...words], {
    ...terminal,
    environment: { OPSLEDGER_TOKEN: 'opsl_test' },
    clock: () => new Date(),
  });
  return { code, asked: server.asked, ...terminal.written };
}

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

describe('compare', () => {
  test('puts verdicts beside what the source said, with reasons', async () => {
    const beside = source({ met: 80, breached: 10 }, { met: 2, breached: 8 });
    const disagreements = [
      { id: 'i-1', number: 'INC0000001', target: 'resolution', source: 'met', ours: 'breached', why: 'PT9H of PT8H' },
    ];
    const { code, out, asked } = await sla(
      () => ({
        ...ANSWER,
        groups: [{ group: 'P3', before: tally(82, 18), after: tally(82, 18, beside) }],
        disagreements,
      }),
      'compare',
    );
    expect(code).toBe(0);
    expect(asked[0]!.body).toMatchObject({ by: 'priority', target: 'resolution' });
    expect(out).toMatch(/P3 +80 +8 +10 +2 +88.0 % +84.4 %/);
    expect(out).toMatch(/INC0000001 +resolution +met +breached +PT9H of PT8H/);
  });

  test('says so when no source said anything', async () => {
    expect((await sla(() => ANSWER, 'compare')).out).toMatch(/^No imported incident says/);
  });
});

describe('fit', () => {
  const target = { name: 'resolution', duration: 'PT8H', startWhen: {}, stopWhen: {}, pauseWhen: { field: 'state' } };
  const answers = ({ path, body }: Asked): object => {
    if (path === '/v1/sla/calendars') return { items: [{ id: 'c', name: 'Office' }] };
    if (path === '/v1/sla/policies') return { items: [{ versions: [{ definition: { targets: [target] } }] }] };
    const { duration, pauseWhen } = body.policies[0].definition.targets[0];
    const found = duration === 'PT24H' && pauseWhen ? 9 : 1;
    const beside = source({ met: 90, breached: 0 }, { met: 10 - found, breached: found });
    return { groups: [{ group: 'P3', before: tally(0, 0), after: tally(0, 0, beside) }] };
  };

  test('tries every combination and shows what goes best with the source', async () => {
    const { code, out, asked } = await sla(answers, 'fit', '--durations', 'PT8H,PT24H');
    expect(code).toBe(0);
    expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(4);
    expect(out.split('\n')[1]).toMatch(/^P3 +PT24H +Office +yes +99 +100 +99.0 % +95.0 %$/);
  });

  test('takes durations with blanks between them', async () => {
    const { asked } = await sla(answers, 'fit', '--durations', 'PT8H, PT24H');
    const tried = asked.flatMap(({ body }) => body?.policies[0].definition.targets[0].duration ?? []);
    expect(tried).toEqual(['PT8H', 'PT8H', 'PT24H', 'PT24H']);
  });

  test('leaves the terminal tidy, and says how far it came, when the server fails', async () => {
    server = await fakeServer((asked) =>
      server!.asked.filter(({ method }) => method === 'POST').length > 2
        ? { status: 400, body: { detail: 'No such duration.' } }
        : { body: answers(asked) },
    );
    const terminal = fakeTerminal();
    const world = { ...terminal, environment: {}, clock: () => new Date() };
    const durations = Array.from({ length: 21 }, (_, at) => `PT${at + 1}H`).join(',');
    expect(await run(['--url', server.url, 'sla', 'fit', '--durations', durations], world)).toBe(2);
    expect(terminal.written.err).toBe('Trying promises 2/42\nNo such duration.\n');
  });

  test('names the targets there are', async () => {
    const { code, err } = await sla(answers, 'fit', '--target', 'beauty');
    expect(code).toBe(2);
    expect(err).toContain('resolution');
  });
});

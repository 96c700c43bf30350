import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeServer, fakeTerminal, noSleep, type FakeServer } from './fake-server.fixture';
import { run } from './program';

let server: FakeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function opsledger(line: string, environment: Record<string, string> = {}) {
  const terminal = fakeTerminal();
  const args = line.split(' ').map((word) => (word === 'URL' ? server!.url : word));
  const code = await run(args, { ...terminal, environment, clock: () => new Date(0), sleep: noSleep });
  return { code, ...terminal.written };
}

test('help teaches by examples', async () => {
  for (const line of ['--help', 'import servicenow --help', 'demo --help', 'tail --help', 'verify --help']) {
    const { code, out } = await opsledger(line);
    expect([line, code]).toEqual([line, 0]);
    expect(out).toContain('Examples:');
  }
});

test.each([
  ['frobnicate', "unknown command 'frobnicate'"],
  ['import servicenow', "missing required argument 'file'"],
  ['rebuild', 'Name one projection, or say --all.'],
  ['rebuild one --all', 'Name one projection, or say --all.'],
  ['demo --size huge', '--size: "huge" is neither small, medium, large nor a number'],
  ...['1e3', '0x1F', '+5', '0', 'constructor'].map((size) => [
    `demo --size ${size}`,
    `--size: "${size}" is neither small, medium, large nor a number`,
  ]),
  ['--url localhost projections', '"localhost" is no address'],
  ['import servicenow /nowhere.csv --dry-run', 'There is no file /nowhere.csv.'],
  ['import servicenow /tmp', '/tmp is a directory: name a file.'],
  [`import servicenow ${__filename} --mapping /tmp`, '/tmp is a directory: name a file.'],
  ['import servicenow /dev/null', '/dev/null is no file but a pipe or device, which may be read only once'],
  [`import servicenow ${__filename} --mapping ${__filename}`, `${__filename} cannot be read as JSON: `],
  [`sla simulate ${__filename}`, `${__filename} cannot be read as JSON: `],
  ['import cis /tmp', '/tmp is a directory: name a file.'],
  ['import cis /dev/null', '/dev/null is no file but a pipe or device, which may be read only once'],
  [`import cis ${__filename} --relations /dev/null`, '/dev/null is no file but a pipe or device'],
  [`import cis ${__filename} --relations /tmp`, '/tmp is a directory: name a file.'],
  [`import cis ${__filename} --label `, '--label: 1 to 100 characters, not all blank: by it the import is undone.'],
  [`import cis ${__filename} --label ${'x'.repeat(101)}`, '--label: 1 to 100 characters'],
  ['import undo ', 'Name the import to undo: what it was told to be called at its end.'],
  ['import undo \t', 'Name the import to undo'],
  ['sla simulate /tmp', '/tmp is a directory: name a file.'],
  ['import servicenow log.csv --report /nowhere/report.json', 'No report can be written to /nowhere/report.json'],
  ['import servicenow log.csv --report /', '/ is a directory: name a file for the report.'],
  ['import cis vms.csv --report /nowhere/report.json', 'No report can be written to /nowhere/report.json'],
])('%s is wrong usage', async (line, message) => {
  const { code, err } = await opsledger(line);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('a file of which no line can be read is wrong usage, and told why', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'cis-')), 'wrong.csv');
  writeFileSync(file, 'number,opened\nINC1,today\n');
  server = await fakeServer(() => ({ body: { items: [] } }));
  expect(
    await opsledger(`--url URL import cis ${file} --source x --dry-run`, { OPSLEDGER_TOKEN: 'opsl_x' }),
  ).toMatchObject({
    code: 2,
    out: expect.stringContaining('unreadable: 1'),
    err: expect.stringContaining('No line of'),
  });
});

test.each([
  ['names no incident', ',New,2016-03-01 08:00'],
  ['has not the cells of the header', 'INC1,New'],
  ['cannot be dated', 'INC1,New,soon'],
])('an update log whose every row %s is wrong usage, and told why', async (_, row) => {
  const file = join(mkdtempSync(join(tmpdir(), 'log-')), 'wrong.csv');
  writeFileSync(file, `number,state,updated\n${row}\n`);
  server = await fakeServer(() => ({ body: { items: [] } }));
  for (const dry of ['', ' --dry-run'])
    expect(await opsledger(`--url URL import servicenow ${file}${dry}`, { OPSLEDGER_TOKEN: 'opsl_x' })).toMatchObject({
      code: 2,
      out: expect.stringContaining('1 row about'),
      err: expect.stringContaining(`No row of ${file} can be read. Row 1: `),
    });
});

test('an update log with nothing below its header tells nothing, and is told so', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'log-')), 'header.csv');
  writeFileSync(file, 'number,state,updated\n');
  server = await fakeServer(() => ({ body: { items: [] } }));
  expect(await opsledger(`--url URL import servicenow ${file}`, { OPSLEDGER_TOKEN: 'opsl_x' })).toMatchObject({
    code: 0,
    out: expect.stringContaining('The file tells nothing: there are no rows below its header.'),
  });
});

test('lines that the server refuses are not done: exit code 1', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'cis-')), 'cis.csv');
  writeFileSync(file, 'external_id,class,name\n1,server,a\n');
  server = await fakeServer(({ method }) =>
    method === 'GET' ? { body: { items: [] } } : { status: 400, body: { detail: 'name is wrong' } },
  );
  expect(await opsledger(`--url URL import cis ${file} --source x`)).toMatchObject({
    code: 1,
    out: expect.stringContaining('refused: 1'),
    err: expect.stringContaining('The server refused 1 line: line 2 of the items: name is wrong\n'),
  });
});

test('undo takes back items and incidents of that name, and tells what stays: exit code 1', async () => {
  const incidents = [{ id: 'inc-1', number: 'INC1' }];
  server = await fakeServer(({ path, method }) => {
    if (path.endsWith('/withdraw-import')) return { body: { recorded: 1 } };
    if (method === 'POST') return { body: {} };
    if (path.startsWith('/v1/cmdb/reconciliations?')) return { body: { items: [{ id: 'b', undone: false }] } };
    if (path.startsWith('/v1/incidents?')) return { body: { items: incidents } };
    const skipped = [{ field: 'location', because: 'It has changed since.' }];
    const undone = { state: 'undone', rows: [], effects: [{ itemId: 'i1', skipped }] };
    return { body: path.includes('/reconciliations/') ? undone : { items: [] } };
  });
  const { out, err, code } = await opsledger('--url URL import undo monday');
  expect({ out, code }).toEqual({
    code: 1,
    out: '1 reconciliation undone.\n1 incident withdrawn, and 0 records known only from them.\n',
  });
  expect(err).toContain('i1 keeps location: It has changed since.\n1 thing could not be taken back.\n');
});

test('undo tells a reason that many records have once, with the first few of them', async () => {
  const numbers = Array.from({ length: 23 }, (_, at) => `INC${String(at + 1).padStart(7, '0')}`);
  const incidents = numbers.map((number) => ({ id: number, number }));
  const whyOf = (number: string): string => {
    if (number === 'INC0000022')
      return 'Batch b-3 was imported later and added to INC0000022: withdraw that one first.';
    if (number === 'INC0000023') return 'INC0000023 was worked on here since it was imported.';
    return `Batch b-2 was imported later and added to ${number}: withdraw that one first.`;
  };
  server = await fakeServer(({ path, method }) => {
    if (method === 'POST') return { status: 409, body: { type: 'urn:x:kept', detail: whyOf(path.split('/')[3]!) } };
    if (path.startsWith('/v1/incidents?')) return { body: { items: incidents } };
    return { body: { items: [], links: [] } };
  });
  const { err } = await opsledger('--url URL import undo b-1');
  expect(err.split('\n').filter((line) => !line.startsWith('Undoing'))).toEqual([
    'INC0000001, INC0000002, INC0000003 and 18 more stay: ' + whyOf('INC0000001'),
    'INC0000022 stays: ' + whyOf('INC0000022'),
    'INC0000023 stays: ' + whyOf('INC0000023'),
    '23 things could not be taken back.',
    '',
  ]);
});

test('undo of what is not there says so', async () => {
  server = await fakeServer(() => ({ body: { items: [] } }));
  expect(await opsledger('--url URL import undo monday')).toMatchObject({
    code: 1,
    err: expect.stringContaining('There is no import "monday", or it is undone already.'),
  });
});

test('an empty file is wrong usage', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'cis-')), 'empty.csv');
  writeFileSync(file, '');
  server = await fakeServer(() => ({ body: { items: [] } }));
  expect(await opsledger(`--url URL import cis ${file}`)).toMatchObject({
    code: 2,
    err: 'The file has no header line.\n',
  });
});

test('no server is exit code 3, no permission 4', async () => {
  server = await fakeServer(() => ({ status: 401, body: { detail: 'Send an access token.' } }));
  expect(await opsledger('--url URL projections')).toMatchObject({
    code: 4,
    err: expect.stringContaining('OPSLEDGER_TOKEN'),
  });
  expect(await opsledger('--url http://127.0.0.1:1 projections')).toMatchObject({
    code: 3,
    err: expect.stringContaining('npm start'),
  });
});

test.each([['help'], ['help dead-letters'], ['dead-letters'], ['dead-letters retry']])(
  '%s speaks of dead letters by no other name',
  async (line) => {
    server = await fakeServer(() => ({ body: { items: [], unanswered: [] } }));
    const { out } = await opsledger(`--url URL ${line}`);
    expect(out).toMatch(/dead.letters/);
    expect(out).not.toContain('parked');
  },
);

test('takes address and token from the environment', async () => {
  server = await fakeServer(() => ({ body: { items: [] } }));
  const { code } = await opsledger('dead-letters', { OPSLEDGER_URL: server.url, OPSLEDGER_TOKEN: 'opsl_from-outside' });
  expect(code).toBe(0);
  expect(server.asked[0]!.headers.authorization).toBe('Bearer opsl_from-outside');
});

test('a token with a line break in it is wrong usage, and is not said', async () => {
  server = await fakeServer(() => ({ body: { items: [] } }));
  const { code, err } = await opsledger('projections', { OPSLEDGER_URL: server.url, OPSLEDGER_TOKEN: 'opsl_se\ncret' });
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringMatching(/^The access token has .* as it was printed\.\n$/),
  });
  expect(err).not.toContain('cret');
  expect(server.asked).toEqual([]);
});

test('projections are a table', async () => {
  const items = [
    { name: 'incident-list', kind: 'projection', version: 1, state: 'live', position: '7', lagMs: 3, parked: 0 },
  ];
  server = await fakeServer(() => ({ body: { items } }));
  const { out } = await opsledger('--url URL projections');
  expect(out).toBe(
    'NAME           KIND        VERSION  STATE  POSITION  LAG   DEAD LETTERS  ERROR\n' +
      'incident-list  projection        1  live   7         3 ms             0\n',
  );
});

test.each(['dead-letters list', 'dead-letters', 'dead-letters retry', 'rebuild'])(
  '%s of a reader that is none names those that are there',
  async (line) => {
    const body = { detail: 'There is no nosuch. There are: incident-list, close.' };
    server = await fakeServer(({ path }) =>
      path.startsWith('/v1/projections/nosuch') ? { status: 404, body } : { body: { items: [], applied: 0 } },
    );
    expect(await opsledger(`--url URL ${line} nosuch`)).toEqual({ code: 2, out: '', err: `${body.detail}\n` });
  },
);

test('dead-letters retry, of all readers, says what is still stuck', async () => {
  const items = [
    { name: 'a', kind: 'projection', parked: 200 },
    { name: 'idle', kind: 'projection', parked: 0 },
    { name: 'b', kind: 'process', parked: 1 },
    { name: 'relay-events', kind: 'publisher' },
  ];
  server = await fakeServer(({ method, path, body }) =>
    method === 'GET'
      ? { body: path === '/v1/projections' ? { items, unanswered: [] } : { items: [{ reader: 'a' }] } }
      : { body: { applied: 2, stillParked: body.reader === 'b' ? 1 : 0 } },
  );
  const { code, out, err } = await opsledger('--url URL dead-letters retry');
  expect(out).toBe('a: 2 events applied, 0 records still stuck.\nb: 2 events applied, 1 record still stuck.\n');
  expect(err).toContain('opsledger dead-letters list');
  expect(code).toBe(1);
});

test.each([
  ['a service is away', [], ['sla'], 'sla'],
  ['the database cannot say', [{ name: 'sla-list', kind: 'projection', state: 'live' }], [], 'sla-list'],
])(
  'dead-letters retry, of all readers, tells that it could not see all while %s',
  async (_why, more, unanswered, named) => {
    const items = [
      { name: 'a', kind: 'projection', state: 'live', parked: 1 },
      { name: 'new', kind: 'projection', state: 'building' },
      ...more,
    ];
    server = await fakeServer(({ method }) => ({
      body: method === 'GET' ? { items, unanswered } : { applied: 1, stillParked: 0 },
    }));
    const { code, out, err } = await opsledger('--url URL dead-letters retry');
    expect([code, out]).toEqual([1, 'a: 1 event applied, 0 records still stuck.\n']);
    expect(err).toContain(`${named} did not say whether there are dead letters`);
  },
);

test.each([
  ['projections', /^NAME.*\nlist /],
  ['rebuild --all', /^list: rebuilt\.\n$/],
  ['dead-letters', /^READER.*\nlist /],
])('%s tells what it can, and which services did not answer', async (line, told) => {
  const [status] = [{ name: 'list', kind: 'projection', state: 'live', position: '7', parked: 1 }];
  const letter = { reader: 'list', eventType: 'It', key: 'k', position: '5', attempts: 3, error: 'No.' };
  server = await fakeServer(({ path }) => {
    if (path === '/v1/projections') return { body: { items: [status], unanswered: ['cmdb', 'sla'] } };
    return { body: path.startsWith('/v1/parked-events') ? { items: [letter] } : { rebuild: { state: 'done' } } };
  });
  const { code, out, err } = await opsledger(`--url URL ${line}`);
  expect(out).toMatch(told);
  expect(err).toMatch(/cmdb, sla did not .*: try again in a moment\.\n$/);
  expect(code).toBe(1);
});

test('no dead letters are told only when all services were asked', async () => {
  server = await fakeServer(() => ({ body: { items: [], unanswered: ['sla'] } }));
  const { code, out, err } = await opsledger('--url URL dead-letters');
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('sla did not say whether there are dead letters');
});

test('rebuilding all leaves out what has no table', async () => {
  const items = [
    { name: 'list', kind: 'projection' },
    { name: 'close', kind: 'process' },
    { name: 'relay-events', kind: 'publisher' },
    { name: 'details', kind: 'projection' },
  ];
  server = await fakeServer(({ path }) => ({
    body: path === '/v1/projections' ? { items } : { rebuild: { state: 'done' } },
  }));
  const { out } = await opsledger('--url URL rebuild --all');
  expect(out).toBe('list, details: rebuilt.\n');
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from '../client/api';
import { fakeServer, fakeTerminal, noSleep, type FakeServer } from '../fake-server.fixture';
import { importCis } from './import-cis';
import { undoCis } from './undo-cis';

let server: FakeServer;
afterEach(() => server.close());

const classes = [{ key: 'server', effective: { properties: { cpuCount: { type: 'integer' } } } }];
const file = (text: string | Uint8Array) => {
  const path = join(mkdtempSync(join(tmpdir(), 'cis-')), 'cis.csv');
  writeFileSync(path, text);
  return path;
};

type Said = Record<string, any>;
interface Batch {
  readonly rows: readonly Said[];
  readonly relations: readonly Said[];
}

/** As the suite does: a batch with a word that is not allowed is refused whole. */
async function suiteRefusing(isWrong: (said: Said) => boolean) {
  const sent: Batch[] = [];
  const taken: Batch[] = [];
  server = await fakeServer(({ path, method, body }) => {
    if (path === '/v1/ci-classes') return { body: { items: classes } };
    if (method === 'GET') {
      const { rows, relations } = taken[Number(path.split('/').at(-1))]!;
      const outcomes = (all: readonly object[]) => all.map((_, at) => ({ row: at + 1, action: 'done', reasons: [] }));
      return { body: { state: 'applied', rows: outcomes(rows), relations: outcomes(relations) } };
    }
    sent.push(body);
    if ([...body.rows, ...body.relations].some(isWrong)) return { status: 400, body: { detail: 'Not allowed.' } };
    return { status: 201, body: { id: String(taken.push(body) - 1), number: `REC${taken.length}` } };
  });
  const imported = async (text: string | Uint8Array, relations?: string, dryRun = false) => {
    const { report } = await importCis(
      { file: file(text), relations: relations && file(relations), source: 'vcenter', label: 'monday', dryRun },
      { api: new Api({ url: server.url, sleep: noSleep }), terminal: fakeTerminal(), pause: noSleep },
    );
    return report;
  };
  return { imported, sent, taken };
}

const allowed = () => suiteRefusing(() => false);

test('a line that does not fit the header is told as such, and takes no other along', async () => {
  const { imported } = await allowed();
  const report = await imported('external_id,class,name\n1,server,a\n2,server,b,c\n3,server\n4,server,d\n');
  expect(report.perLine).toMatchObject([
    { line: 2, outcome: 'done' },
    { line: 3, outcome: 'unreadable', why: expect.stringContaining('4 cells where the header has 3') },
    { line: 4, outcome: 'unreadable', why: expect.stringContaining('2 cells where the header has 3') },
    { line: 5, outcome: 'done' },
  ]);
});

test('lines before and after a quote that is never closed are accounted for', async () => {
  const { imported } = await allowed();
  const report = await imported('external_id,class,name\n1,server,a\n2,server,"b\n');
  expect(report.counts).toEqual({ done: 1, unreadable: 1 });
});

test('what separates the columns is the header’s to say: other marks belong to the cells', async () => {
  const { imported, taken } = await allowed();
  await imported('external_id,class,name\n1,server,web; old\n');
  expect(taken[0]!.rows[0]).toMatchObject({ name: 'web; old' });
});

test('a file is read in the encoding that it is in', async () => {
  const { imported, taken } = await allowed();
  await imported(Buffer.from('external_id,class,name\n1,server,Café\n', 'latin1'));
  expect(taken[0]!.rows[0]).toMatchObject({ name: 'Café' });
});

test('a file that a spreadsheet wrote as UTF-16, with tabs, is read', async () => {
  const { imported, taken } = await allowed();
  await imported(Buffer.from('\uFEFFexternal_id\tclass\tname\r\n1\tserver\tCafé\r\n', 'utf16le'));
  expect(taken[0]!.rows[0]).toMatchObject({ externalId: '1', name: 'Café' });
});

test('a line that lacks something is told what', async () => {
  const { imported } = await allowed();
  const report = await imported('external_id,class,name,source\n1,,,\n2,server,a,\n', 'from,kind,to\n1,,\n');
  expect(report.perLine.map(({ why }) => why)).toEqual(['It has no class, name.', undefined, 'It has no kind, to.']);
});

test('columns of the same name are refused: one would be lost', async () => {
  const { imported } = await allowed();
  await expect(imported('external_id,class,name,name\n1,server,a,b\n')).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('several columns name'),
  });
});

test('a column and one with "attributes." before it that mean the same attribute are refused: one would be lost', async () => {
  const { imported, taken } = await allowed();
  await expect(imported('external_id,class,name,rack,attributes.rack\n1,server,a,r1,r2\n')).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('several columns for the attribute rack: rack, attributes.rack. Keep one.'),
  });
  // An attribute that is called as a column of every item is another thing.
  await imported('external_id,class,name,attributes.name\n1,server,a,b\n');
  expect(taken[0]!.rows[0]).toMatchObject({ name: 'a', attributes: { name: 'b' } });
});

test.each([
  ['4', 4],
  ['007', 7],
  ['-1.50', -1.5],
  ['+2', 2],
  ['0x1F', '0x1F'],
  ['1e3', '1e3'],
  ['Infinity', 'Infinity'],
  ['12345678901234567890', '12345678901234567890'],
  ['1,5', '1,5'],
])('where the class says number, "%s" is sent as %j', async (cell, sent) => {
  const { imported, taken } = await allowed();
  await imported(`external_id,class,name,cpuCount\n1,server,a,"${cell}"\n`);
  expect(taken[0]!.rows[0]!.attributes).toEqual({ cpuCount: sent });
});

test('a line that the server refuses is told as refused, and takes no other of its batch along', async () => {
  const { imported, taken } = await suiteRefusing(
    ({ name, kind }) => name === 'n17' || name === 'n18' || kind === 'likes',
  );
  const items = Array.from({ length: 60 }, (_, at) => `${at},server,n${at}`);
  const report = await imported(
    `external_id,class,name\n${items.join('\n')}\n`,
    'from,kind,to\n1,uses,2\n1,likes,3\n2,uses,3\n',
  );
  expect(report.counts).toEqual({ done: 58, refused: 2, 'relations: done': 2, 'relations: refused': 1 });
  expect(report.perLine.filter(({ outcome }) => outcome === 'refused')).toEqual([
    { file: 'items', line: 19, outcome: 'refused', why: 'Not allowed.' },
    { file: 'items', line: 20, outcome: 'refused', why: 'Not allowed.' },
    { file: 'relations', line: 3, outcome: 'refused', why: 'Not allowed.' },
  ]);
  expect(new Set(taken.flatMap(({ rows }) => rows)).size).toBe(58);
});

test('in a dry run, a refused item is not sent along with relations that name it', async () => {
  const { imported, taken } = await suiteRefusing(({ name }) => name === 'b');
  const report = await imported('external_id,class,name\n1,server,a\n2,server,b\n', 'from,kind,to\n1,uses,2\n', true);
  expect(report.counts).toEqual({ done: 1, refused: 1, 'relations: done': 1 });
  expect(taken.at(-1)!.rows).toMatchObject([{ name: 'a' }]);
});

test('sends rows, waits until they are carried out, then relations; every line is accounted for', async () => {
  let looks = 0;
  server = await fakeServer(({ path, method, body }) => {
    if (path === '/v1/ci-classes') return { body: { items: classes } };
    if (method === 'POST') return { status: 201, body: { id: body.rows.length > 0 ? 'a' : 'b', number: 'REC1' } };
    const isItems = path.endsWith('/a');
    const rows = isItems ? [{ row: 1, action: 'create', itemId: 'i1', reasons: [] }] : [];
    const relations = isItems ? [] : [{ row: 1, action: 'reject', reasons: ['No item.'] }];
    return { body: { state: isItems && (looks += 1) < 3 ? 'applying' : 'applied', rows, relations } };
  });
  const { report } = await importCis(
    {
      file: file('external_id,class,name,serial,cpuCount\n1,server,web,,4\n,server,lost,,\n'),
      relations: file('from;kind;to\n1;uses;9\n'),
      source: 'vcenter',
      label: 'monday',
      dryRun: false,
    },
    { api: new Api({ url: server.url, sleep: noSleep }), terminal: fakeTerminal(), pause: noSleep },
  );
  expect(report.perLine).toEqual([
    { file: 'items', line: 2, outcome: 'create', item: 'i1' },
    { file: 'items', line: 3, outcome: 'unreadable', why: 'It has no external_id.' },
    { file: 'relations', line: 2, outcome: 'reject', why: 'No item.' },
  ]);
  expect(report.counts).toEqual({ create: 1, unreadable: 1, 'relations: reject': 1 });
  expect(looks).toBe(3);
  expect(server.asked.find(({ method }) => method === 'POST')!.body).toEqual({
    dryRun: false,
    label: 'monday',
    rows: [{ source: 'vcenter', externalId: '1', class: 'server', name: 'web', attributes: { cpuCount: 4 } }],
    relations: [],
  });
});

test('in a dry run, relations are sent with the items of the file that they name', async () => {
  const sent: { rows: { externalId: string }[]; relations: { from: string; to: string }[] }[] = [];
  server = await fakeServer(({ path, method, body }) => {
    if (path === '/v1/ci-classes') return { body: { items: classes } };
    if (method === 'POST') return { status: 201, body: { id: String(sent.push(body) - 1), number: 'REC1' } };
    const { rows, relations } = sent[Number(path.split('/').at(-1))]!;
    const outcomes = (all: object[], action: string) => all.map((_, at) => ({ row: at + 1, action, reasons: [] }));
    return { body: { state: 'dry_run', rows: outcomes(rows, 'create'), relations: outcomes(relations, 'relate') } };
  });
  const count = 450;
  const items = Array.from({ length: count }, (_, at) => `${at},server,web ${at}`);
  const lines = Array.from({ length: count }, (_, at) => `${at},uses,${(at + 7) % count}`);
  const { report } = await importCis(
    {
      file: file(`external_id,class,name\n${items.join('\n')}\n`),
      relations: file(`from,kind,to\n${lines.join('\n')}\n0,uses,elsewhere\n`),
      source: 'vcenter',
      label: 'monday',
      dryRun: true,
    },
    { api: new Api({ url: server.url, sleep: noSleep }), terminal: fakeTerminal(), pause: noSleep },
  );
  // Each line is told once, however often its row was sent along.
  expect(report.counts).toEqual({ create: count, 'relations: relate': count + 1 });
  const told = report.perLine.map(({ file: of, line }) => `${of} ${line}`);
  expect(new Set(told).size).toBe(told.length);
  for (const { rows, relations } of sent) {
    expect(rows.length).toBeLessThanOrEqual(200);
    const brought = new Set(rows.map(({ externalId }) => externalId));
    for (const { from, to } of relations)
      for (const name of [from, to]) if (name !== 'elsewhere') expect(brought).toContain(name);
  }
});

test('in a dry run, an item that stands on many lines leaves room for the other one of a relation', async () => {
  const { imported, taken } = await allowed();
  const often = Array.from({ length: 450 }, () => '1,server,a').join('\n');
  await imported(`external_id,class,name\n${often}\n2,server,b\n`, 'from,kind,to\n1,uses,2\n', true);
  const { rows, relations } = taken.at(-1)!;
  expect(relations).toHaveLength(1);
  expect(rows.length).toBeLessThanOrEqual(200);
  expect(new Set(rows.map(({ externalId }) => externalId))).toEqual(new Set(['1', '2']));
});

test('a server that fails is no refusal of the lines: it ends the import, and they are told as unfinished', async () => {
  let batches = 0;
  server = await fakeServer(({ path, method }) => {
    if (path === '/v1/ci-classes') return { body: { items: classes } };
    if (method === 'POST' && ++batches === 2) return { status: 500, body: { detail: 'It broke.' } };
    if (method === 'POST') return { status: 201, body: { id: 'a', number: 'REC1' } };
    const rows = Array.from({ length: 200 }, (_, at) => ({ row: at + 1, action: 'create', reasons: [] }));
    return { body: { state: 'applied', rows, relations: [] } };
  });
  const items = Array.from({ length: 500 }, (_, at) => `${at},server,web ${at}`);
  const request = {
    file: file(`external_id,class,name\n${items.join('\n')}\n,server,lost\n`),
    relations: file('from,kind,to\n1,uses,2\n'),
    source: 'x',
    label: 'l',
    dryRun: false,
  };
  const context = { api: new Api({ url: server.url, sleep: noSleep }), terminal: fakeTerminal(), pause: noSleep };
  const { report, endedBy } = await importCis(request, context);
  expect(endedBy).toMatchObject({ message: 'It broke.' });
  expect(report).toMatchObject({
    complete: false,
    batches: ['REC1'],
    counts: { create: 200, unreadable: 1, unfinished: 300, 'relations: unfinished': 1 },
  });
  expect(report.perLine.map(({ file: of, line }) => `${of} ${line}`)).toEqual([
    ...Array.from({ length: 501 }, (_, at) => `items ${at + 2}`),
    'relations 2',
  ]);
  expect(report.perLine[200]).toMatchObject({ outcome: 'unfinished', why: expect.stringContaining('ended before') });
});

test('undoes every reconciliation of an import that is not undone yet, and tells what stays', async () => {
  let looks = 0;
  server = await fakeServer(({ path, method }) => {
    if (method === 'POST') return { body: {} };
    if (path.startsWith('/v1/cmdb/reconciliations?')) {
      const isFirst = !path.includes('after=');
      const items = isFirst ? [{ id: 'b', undone: false }] : [{ id: 'a', undone: true }];
      return { body: { items, ...(isFirst && { next: 'more' }) } };
    }
    const effects = [
      { itemId: 'i1', skipped: [{ field: 'location', because: 'It has changed since.' }] },
      { itemId: 'i2', skipped: [] },
    ];
    const rows = [{ itemId: 'i1', said: { name: 'web' } }];
    return { body: { state: (looks += 1) < 3 ? 'undoing' : 'undone', rows, effects } };
  });
  await expect(undoCis('monday', 'a trial', { api: new Api({ url: server.url }), pause: noSleep })).resolves.toEqual({
    undone: 1,
    kept: [{ name: 'web', field: 'location', why: 'It has changed since.' }],
  });
  const sent = server.asked.filter(({ method }) => method === 'POST');
  expect(sent).toMatchObject([{ path: '/v1/cmdb/reconciliations/b/undo', body: { reason: 'a trial' } }]);
  expect(looks).toBe(3);
});

test.each(['constructor', '__proto__', 'attributes.constructor', 'attributes.__proto__'])(
  'a column %s cannot be sent: the file is refused once, before anything is',
  async (column) => {
    const { imported, sent } = await allowed();
    await expect(imported(`external_id,class,name,${column}\n1,server,a,x\n2,server,b,y\n`)).rejects.toThrow(
      `has a column ${column}: no attribute can be called so. Rename it, or leave it out.`,
    );
    expect(sent).toEqual([]);
  },
);

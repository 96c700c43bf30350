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
const file = (text: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'cis-')), 'cis.csv');
  writeFileSync(path, text);
  return path;
};

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
  const report = await importCis(
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
  const report = await importCis(
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

test('undoes every reconciliation of an import that is not undone yet', async () => {
  server = await fakeServer(({ method }) =>
    method === 'GET'
      ? {
          body: {
            items: [
              { id: 'b', undone: false },
              { id: 'a', undone: true },
            ],
          },
        }
      : { body: {} },
  );
  await expect(undoCis('monday', undefined, new Api({ url: server.url }))).resolves.toBe(1);
  expect(server.asked.at(-1)!.path).toBe('/v1/cmdb/reconciliations/b/undo');
});

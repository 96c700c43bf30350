import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_STREAM, PostgresEventStore } from '@opsledger/event-store';
import { testDatabase } from '@opsledger/testing';
import { fakeServer, fakeTerminal, noSleep, type Answer, type Asked, type FakeServer } from './fake-server.fixture';
import { run } from './program';

let server: FakeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const GO_ON = 'Interrupted: the same command goes on where this one ended.';

/** Runs the program and interrupts it as soon as it asks for what is told; what is on its way then is answered. */
async function interruptedAt(isTime: (asked: Asked) => boolean, args: string[], answer: (asked: Asked) => Answer) {
  const interrupt = new AbortController();
  let askedThen: number | undefined;
  server = await fakeServer((asked, nth) => {
    if (isTime(asked) && askedThen === undefined) {
      askedThen = nth;
      interrupt.abort();
    }
    return answer(asked);
  });
  const terminal = fakeTerminal();
  const world = { ...terminal, environment: {}, clock: () => new Date(), sleep: noSleep, signal: interrupt.signal };
  const code = await run(['--url', server.url, ...args], world);
  return { code, ...terminal.written, askedThen: askedThen!, asked: server.asked };
}

const file = (text: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'interrupt-')), 'given.csv');
  writeFileSync(path, text);
  return path;
};

const reportAt = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

const LOG = [
  'number,incident_state,sys_updated_at',
  ...Array.from({ length: 200 }, (_, at) => `INC${at},New,2016-03-01 10:00`),
];

test('an import of incidents sends nothing new, finishes what is on its way, and says how to go on', async () => {
  const path = file(LOG.join('\n'));
  const { code, err, askedThen, asked } = await interruptedAt(
    ({ method, path }) => method === 'POST' && path.startsWith('/v1/incidents'),
    ['import', 'servicenow', path, '--report', `${path}.json`],
    ({ method }) => ({ body: method === 'GET' ? { items: [] } : { recorded: 1 } }),
  );
  expect(code).toBe(130);
  expect(err).toContain(GO_ON);
  expect(err).toMatch(/Importing incidents \d+\/200\n/);
  // At most what was on its way.
  expect(asked.length - askedThen).toBeLessThan(32);
  const { complete, imported, unfinished, perRow } = reportAt(`${path}.json`);
  expect([complete, imported + unfinished, perRow.length]).toEqual([false, 200, 200]);
  expect(unfinished).toBeGreaterThan(150);
});

test('a dry run has nothing to go on with, and does not say it had', async () => {
  const path = file(LOG.join('\n'));
  const { code, out, err } = await interruptedAt(
    ({ path: asked }) => asked.startsWith('/v1/incidents'),
    ['import', 'servicenow', path, '--dry-run'],
    () => ({ body: { items: [] } }),
  );
  expect([code, out]).toEqual([130, '']);
  expect(err).toContain('Interrupted: nothing was changed; begin again at any time.\n');
});

test('an import of items names the label that it began under', async () => {
  const path = file(['external_id,class,name', ...LOG.map((_, at) => `${at},server,web ${at}`)].join('\n'));
  const { code, err, asked } = await interruptedAt(
    ({ method }) => method === 'POST',
    ['import', 'cis', path, '--source', 'x', '--label', 'monday', '--report', `${path}.json`],
    ({ method }) => ({
      body: method === 'GET' ? { items: [], state: 'applied', rows: [], relations: [] } : { id: 'a' },
    }),
  );
  expect(code).toBe(130);
  expect(err).toContain('Interrupted: the same command goes on where this one ended. Give it --label "monday"');
  expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
  expect(reportAt(`${path}.json`)).toMatchObject({ complete: false, counts: { unfinished: LOG.length } });
});

test('a dry run of items names no label to go on under', async () => {
  const path = file(['external_id,class,name', ...LOG.map((_, at) => `${at},server,web ${at}`)].join('\n'));
  const { code, err } = await interruptedAt(
    ({ method }) => method === 'POST',
    ['import', 'cis', path, '--source', 'x', '--dry-run'],
    ({ method }) => ({
      body: method === 'GET' ? { items: [], state: 'applied', rows: [], relations: [] } : { id: 'a' },
    }),
  );
  expect(code).toBe(130);
  expect(err).toContain('Interrupted: nothing was changed; begin again at any time.\n');
  expect(err).not.toContain('--label');
});

test('undoing an import', async () => {
  const items = Array.from({ length: 100 }, (_, at) => ({ id: `i${at}`, number: `INC${at}`, external: {} }));
  const { code, err } = await interruptedAt(
    ({ method }) => method === 'POST',
    ['import', 'undo', 'go-live'],
    ({ method, path }) =>
      method === 'GET' ? { body: { items: path.startsWith('/v1/incidents') ? items : [] } } : { body: { recorded: 1 } },
  );
  expect([code, err]).toEqual([130, expect.stringContaining(GO_ON)]);
});

test('a rebuild goes on in the server, and what was rebuilt before is named', async () => {
  const names = ['one', 'two', 'three'];
  const { code, out, err } = await interruptedAt(
    ({ path }) => path === '/v1/projections/two',
    ['rebuild', '--all'],
    ({ path }) => ({
      body:
        path === '/v1/projections'
          ? { items: names.map((name) => ({ name })) }
          : { rebuild: { state: path.endsWith('two') ? 'running' : 'done' } },
    }),
  );
  expect([code, out]).toEqual([130, '']);
  expect(err).toContain('Interrupted: the server goes on rebuilding two. Rebuilt: one. Not begun: three.');
});

test('a rebuild that was not begun is named as such', async () => {
  const { code, err } = await interruptedAt(
    ({ path }) => path === '/v1/projections/one',
    ['rebuild', '--all'],
    ({ path }) => ({
      body: path === '/v1/projections' ? { items: [{ name: 'one' }, { name: 'two' }] } : { rebuild: { state: 'done' } },
    }),
  );
  expect([code, err]).toEqual([130, expect.stringContaining('Interrupted: two is not begun. Rebuilt: one.\n')]);
});

test('a demo takes back the tokens that it issued', async () => {
  const issued: string[] = [];
  const { code, err, asked } = await interruptedAt(
    ({ path }) => path === '/v1/changes',
    ['demo', '--size', '12'],
    ({ method, path }) => {
      if (method === 'GET') return { body: { items: [] } };
      const id = randomUUID();
      if (path === '/v1/access-tokens') issued.push(id);
      return { body: { id, recorded: 1, token: 'opsl_own' } };
    },
  );
  expect([code, err]).toEqual([130, expect.stringContaining(GO_ON)]);
  expect(issued).toHaveLength(1);
  expect(asked.at(-1)!.path).toBe(`/v1/access-tokens/${issued[0]}/revoke`);
});

test('verifying says how far it came', async () => {
  const database = await testDatabase();
  const store = await PostgresEventStore.open({ url: database.url });
  const metadata = { actor: { id: 'p', name: 'Ada', kind: 'person' as const }, correlationId: 'c' };
  const fact = () => ({ id: randomUUID(), type: 'It', data: {}, occurredAt: '2026-03-01T00:00:00.000Z', metadata });
  await store.append('incident-a', NO_STREAM, Array.from({ length: 3 }, fact));
  await store.close();
  const terminal = fakeTerminal();
  const world = { ...terminal, environment: {}, clock: () => new Date(), signal: AbortSignal.abort() };
  const code = await run(['verify', '--database-url', database.url], world);
  await database.close();
  expect([code, terminal.written]).toEqual([
    130,
    { out: '', err: 'Interrupted: nothing was changed; begin again at any time.\n' },
  ]);
});

test('what is being waited for is waited for no longer', async () => {
  const interrupt = new AbortController();
  server = await fakeServer((_, nth) => (nth === 1 ? { body: { items: [] } } : { status: 503 }));
  const terminal = fakeTerminal();
  const sleep = async () => interrupt.abort();
  const world = { ...terminal, environment: {}, clock: () => new Date(), sleep, signal: interrupt.signal };
  expect(await run(['--url', server.url, 'import', 'undo', 'go-live'], world)).toBe(130);
  expect(server.asked).toHaveLength(2);
});

import { Api } from '../client/api';
import { fakeServer, fakeTerminal, noSleep, type FakeServer } from '../fake-server.fixture';
import { undoImport } from './undo-import';

let server: FakeServer;
afterEach(() => server.close());

const incident = (n: number, external: object | null = { source: 'servicenow', number: `E${n}` }) => ({
  id: `id-${n}`,
  number: `INC000000${n}`,
  external,
});

const stubs: Record<string, object[]> = {
  '/v1/problems': [
    { id: 'prb-1', number: 'PRB1' },
    { id: 'prb-2', number: 'PRB2' },
  ],
  '/v1/configuration-items': [{ id: 'ci-1', number: 'CI1' }],
};

const refusal = (code: string, detail: string) => ({
  status: 409,
  body: { type: `urn:opsledger:problem:${code}`, detail },
});

test('withdraws every incident of the batch, page after page, and tells which stay', async () => {
  server = await fakeServer(({ path, method }) => {
    if (method === 'GET' && path.startsWith('/v1/incidents/id-2'))
      return { body: { links: [{ kind: 'problem', target: { id: 'prb-1' } }] } };
    if (method === 'GET' && !path.startsWith('/v1/incidents'))
      return { body: { items: stubs[path.split('?')[0]!] ?? [] } };
    if (method === 'GET') {
      const items = path.includes('after=')
        ? [incident(4)]
        : [incident(1), incident(2), incident(3, null), incident(5)];
      return { body: path.includes('after=') ? { items } : { items, next: 'more' } };
    }
    if (path.includes('id-2')) return refusal('imported-and-worked-on', 'It was worked on here.');
    if (path.includes('id-5')) return refusal('imported-by-another-batch', 'Another batch brought it.');
    return { body: { recorded: 1 } };
  });
  const context = { api: new Api({ url: server.url, sleep: noSleep }), terminal: fakeTerminal() };
  await expect(undoImport('b 1', 'a trial', context)).resolves.toEqual({
    withdrawn: 2,
    stubs: 2,
    kept: [
      { number: 'INC0000002', why: 'It was worked on here.' },
      { number: 'PRB1', why: 'INC0000002 names it and stays.' },
    ],
  });
  expect(server.asked.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['/v1/problems/prb-2/withdraw-import', '/v1/configuration-items/ci-1/withdraw-import']),
  );
  expect(server.asked.some(({ path }) => path.includes('prb-1'))).toBe(false);
  expect(server.asked[2]).toMatchObject({
    path: '/v1/incidents/id-1/withdraw-import',
    body: { batch: 'b 1', reason: 'a trial' },
  });
  expect(server.asked.some(({ path }) => path.includes('id-3'))).toBe(false);
});

test('says so when there is nothing to withdraw', async () => {
  server = await fakeServer(() => ({ body: { items: [] } }));
  const context = { api: new Api({ url: server.url }), terminal: fakeTerminal() };
  await expect(undoImport('b', undefined, context)).rejects.toThrow('There are no incidents of a batch "b"');
});

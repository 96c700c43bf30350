import { Api } from '../client/api';
import { fakeServer, fakeTerminal, noSleep, type FakeServer } from '../fake-server.fixture';
import { undoImport } from './undo-import';

let server: FakeServer;
afterEach(() => server.close());

const incident = (n: number) => ({ id: `id-${n}`, number: `INC000000${n}` });

test('withdraws every incident of the batch, page after page, and tells which stay', async () => {
  server = await fakeServer(({ path, method }) => {
    if (method === 'GET')
      return {
        body: path.includes('after=') ? { items: [incident(3)] } : { items: [incident(1), incident(2)], next: 'more' },
      };
    return path.includes('id-2')
      ? { status: 409, body: { detail: 'It was worked on here.' } }
      : { body: { recorded: 1 } };
  });
  const context = { api: new Api({ url: server.url, sleep: noSleep }), terminal: fakeTerminal() };
  await expect(undoImport('b 1', 'a trial', context)).resolves.toEqual({
    withdrawn: 2,
    alreadyWithdrawn: 0,
    kept: [{ number: 'INC0000002', why: 'It was worked on here.' }],
  });
  expect(server.asked[0]!.path).toBe('/v1/incidents?importBatch=b+1&sort=number&limit=500');
  expect(server.asked[2]).toMatchObject({
    path: '/v1/incidents/id-1/withdraw-import',
    body: { batch: 'b 1', reason: 'a trial' },
  });
});

test('says so when there is nothing to withdraw', async () => {
  server = await fakeServer(() => ({ body: { items: [] } }));
  const context = { api: new Api({ url: server.url }), terminal: fakeTerminal() };
  await expect(undoImport('b', undefined, context)).rejects.toThrow('There are no incidents of a batch "b"');
});

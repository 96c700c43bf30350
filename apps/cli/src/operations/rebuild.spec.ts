import { Api } from '../client/api';
import { fakeServer, fakeTerminal, noSleep, type Answer, type FakeServer } from '../fake-server.fixture';
import { rebuild } from './rebuild';

let server: FakeServer;
afterEach(() => server.close());

const status = (rebuild: object): Answer => ({
  body: { name: 'incident-list', state: 'live', position: '5', rebuild },
});
const running = (position: number) =>
  status({ state: 'running', progress: { position: String(position), head: '200', events: position } });

async function rebuilding(start: Answer, ...statuses: Answer[]) {
  let polls = 0;
  server = await fakeServer(({ method }) => (method === 'POST' ? start : statuses[polls++]!));
  const terminal = fakeTerminal();
  await rebuild('incident-list', { api: new Api({ url: server.url }), terminal, sleep: noSleep });
  return terminal.written.err;
}

test('waits until readers see the new one, telling how far it is', async () => {
  const told = await rebuilding(
    { status: 202, body: {} },
    running(0),
    running(100),
    running(190),
    status({ state: 'done' }),
  );
  expect(told).toBe(
    'Rebuilding incident-list 49/100\nRebuilding incident-list 94/100\nRebuilding incident-list 100/100\n',
  );
});

test('waits for a rebuild that runs already', async () => {
  const conflict = {
    status: 409,
    body: { type: 'urn:opsledger:problem:being-rebuilt', detail: 'It is being rebuilt.' },
  };
  await expect(rebuilding(conflict, status({ state: 'done' }))).resolves.toContain('100/100');
});

test('tells why a rebuild failed', async () => {
  await expect(rebuilding({ status: 202 }, status({ state: 'failed', reason: 'disk full' }))).rejects.toThrow(
    'incident-list was not rebuilt: disk full',
  );
});

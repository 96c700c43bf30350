import { Api } from '../client/api';
import { fakeServer, fakeTerminal, type FakeServer } from '../fake-server.fixture';
import { tail, type TailOptions } from './tail';

let server: FakeServer;
afterEach(() => server.close());

const event = (position: number) =>
  JSON.stringify({
    type: `opsledger.incident.Fact${position}.v1`,
    time: '2026-03-01T09:30:12Z',
    subject: 's',
    data: {},
  });
const sse = (position: number) => `id: ${String(position).padStart(16, '0')}\nevent: x\ndata: ${event(position)}\n\n`;

const OPTIONS: TailOptions = { types: [], follow: true, json: false, from: 'start' };

test('goes on after the last event when the feed breaks', async () => {
  const interrupt = new AbortController();
  server = await fakeServer(({ headers }, nth) => (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (nth === 1) {
      response.write(sse(1) + sse(2) + 'id: 0000000000000003\ndata: {"cut');
      setImmediate(() => response.destroy());
    } else {
      expect(headers['last-event-id']).toBe('0000000000000002');
      response.end(sse(3));
    }
  });
  const terminal = fakeTerminal();
  let pauses = 0;
  const sleep = async () => {
    if (++pauses === 2) interrupt.abort();
  };
  await tail(OPTIONS, { api: new Api({ url: server.url }), ...terminal, sleep, signal: interrupt.signal });
  expect(terminal.written.out.match(/Fact\d/g)).toEqual(['Fact1', 'Fact2', 'Fact3']);
  expect(server.asked).toHaveLength(2);
});

test('without following, prints lines of JSON to the end of the log', async () => {
  server = await fakeServer(() => (response) => void response.end(`${event(1)}\n${event(2)}\n`));
  const terminal = fakeTerminal();
  const options = {
    ...OPTIONS,
    types: ['IncidentLogged', 'IncidentClosed'],
    subject: 'id-1',
    follow: false,
    json: true,
  };
  await tail(options, { api: new Api({ url: server.url }), ...terminal });
  expect(terminal.written.out).toBe(`${event(1)}\n${event(2)}\n`);
  expect(server.asked[0]!.path).toBe(
    '/v1/events?types=IncidentLogged%2CIncidentClosed&subject=id-1&after=0000000000000000&follow=false',
  );
});

test('begins now unless told: after what the readers have seen', async () => {
  const interrupt = new AbortController();
  server = await fakeServer(({ path }) => {
    if (path === '/v1/projections')
      return { body: { items: [{ position: '0000000000000007' }, { position: '0000000000000009' }] } };
    return (response) => void response.end();
  });
  const api = new Api({ url: server.url });
  await tail(
    { ...OPTIONS, from: undefined },
    { api, ...fakeTerminal(), sleep: async () => interrupt.abort(), signal: interrupt.signal },
  );
  expect(server.asked[1]!.path).toBe('/v1/events?after=0000000000000009');
});

test('a refusal ends it', async () => {
  server = await fakeServer(() => ({ status: 400, body: { detail: 'after must be a position.' } }));
  await expect(tail(OPTIONS, { api: new Api({ url: server.url }), ...fakeTerminal() })).rejects.toThrow(
    'after must be a position.',
  );
});

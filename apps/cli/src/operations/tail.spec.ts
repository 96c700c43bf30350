import { Api } from '../client/api';
import { fakeServer, fakeTerminal, type FakeServer } from '../fake-server.fixture';
import { run } from '../program';
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
    follow: false,
    json: true,
  };
  await tail(options, { api: new Api({ url: server.url }), ...terminal });
  expect(terminal.written.out).toBe(`${event(1)}\n${event(2)}\n`);
  expect(server.asked[0]!.path).toBe(
    '/v1/events?types=IncidentLogged%2CIncidentClosed&after=0000000000000000&follow=false',
  );
});

const ID = '0199a5b2-0000-7000-8000-000000000001';

async function about(subject: string, known: boolean) {
  const none = { status: 404, body: { detail: `No service knows a record ${subject}. Check the id or number.` } };
  server = await fakeServer(({ path }) => {
    if (!path.startsWith('/v1/links')) return (response) => void response.end(`${event(1)}\n`);
    return known ? { body: { record: { id: ID } } } : none;
  });
  const terminal = fakeTerminal();
  const args = ['--url', server.url, 'tail', '--subject', subject, '--no-follow'];
  const code = await run(args, { ...terminal, environment: {}, clock: () => new Date() });
  return { code, ...terminal.written, asked: server.asked.map(({ path }) => path) };
}

test.each(['INC0000001', ID])('a record is named by number or id: %s', async (subject) => {
  const { code, out, asked } = await about(subject, true);
  expect([code, out]).toEqual([0, expect.stringContaining('Fact1')]);
  expect(asked).toEqual([
    `/v1/links?record=${subject}&limit=1`,
    `/v1/events?subject=${ID}&after=0000000000000000&follow=false`,
  ]);
});

test('a number that no record has is wrong usage', async () => {
  expect(await about('INC0000009', false)).toMatchObject({
    code: 2,
    err: 'No service knows a record INC0000009. Check the id or number.\n',
  });
});

test('an id may be that of a person, a team or a token: what there is about it is printed, with a word on it', async () => {
  expect(await about(ID, false)).toMatchObject({
    code: 0,
    out: expect.stringContaining('Fact1'),
    err: `No record with a number has the id ${ID}; what there is about it is printed all the same.\n`,
  });
});

test.each(['banana', '-1', '12345678901234567'])('--from %s is wrong usage', async (from) => {
  server = await fakeServer(() => ({}));
  const terminal = fakeTerminal();
  const args = ['--url', server.url, 'tail', `--from=${from}`];
  expect(await run(args, { ...terminal, environment: {}, clock: () => new Date() })).toBe(2);
  expect(terminal.written.err).toBe(
    `--from: "${from}" is no position. Give one of up to 16 digits, as events carry it, or "start".\n`,
  );
  expect(server.asked).toEqual([]);
});

test('a position may be given without its leading zeros', async () => {
  server = await fakeServer(() => (response) => void response.end());
  await tail({ ...OPTIONS, from: '42', follow: false }, { api: new Api({ url: server.url }), ...fakeTerminal() });
  expect(server.asked[0]!.path).toBe('/v1/events?after=0000000000000042&follow=false');
});

test('the help says where it begins', async () => {
  server = await fakeServer(() => ({}));
  const terminal = fakeTerminal();
  await run(['tail', '--help'], { ...terminal, environment: {}, clock: () => new Date() });
  expect(terminal.written.out.replace(/\s+/g, ' ')).toContain('(default: now; the start with --no-follow)');
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

test.each([['--no-follow'], ['--from', 'start']])(
  'ends well when nobody reads what it prints any more: %s',
  async (...args) => {
    const gone = new AbortController();
    server = await fakeServer(() => (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(args.includes('--no-follow') ? `${event(1)}\n` : sse(1));
    });
    const { written, err } = fakeTerminal();
    const out = { write: () => gone.abort() };
    const world = { out, err, environment: {}, clock: () => new Date(), readerGone: gone.signal };
    expect(await run(['--url', server.url, 'tail', ...args], world)).toBe(0);
    expect(written.err).toBe('');
  },
);

import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { SECURITY_HEADERS } from './answers/security-headers';
import { RECORD, aGateway } from './fixtures/gateway.fixture';
import { requestHead, sendRaw } from './fixtures/raw-http.fixture';

type Gateway = Awaited<ReturnType<typeof aGateway>>;
let gateway: Gateway;
let port: number;
beforeEach(async () => {
  gateway = await aGateway();
  port = await gateway.listen();
});
afterEach(() => gateway.application.close());

const agent = { Authorization: 'Bearer agent-token' };
const json = { ...agent, 'Content-Type': 'application/json' };

async function problemTo(...pieces: (string | Buffer)[]): Promise<{ status: number; type: string; text: string }> {
  const { status, headers, body } = await sendRaw(port, ...pieces);
  expect(headers['content-type']).toContain('application/problem+json');
  const problem = JSON.parse(body) as { type: string; status: number };
  expect(problem.status).toBe(status);
  return { status, type: problem.type.replace('urn:opsledger:problem:', ''), text: body };
}

describe('what no client library would send', () => {
  it.each([
    ['no HTTP at all', 'HELLO\r\n\r\n', 400, 'unreadable-request'],
    ['headers without end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['broken percent-encoding', requestHead('GET /v1/%F0%28', agent), 400, 'bad-address'],
    ['an endless id', requestHead(`GET /v1/notes/${'x'.repeat(500)}`, agent), 414, 'path-too-long'],
    ['a method nobody knows', requestHead('PROPFIND /v1/notes', agent), 405, 'method-not-allowed'],
    ['the head of a feed', requestHead('HEAD /v1/events', { Authorization: 'Bearer admin-token' }), 405, undefined],
  ])('%s', async (_what, bytes, status, type) => {
    if (type === undefined) return expect((await sendRaw(port, bytes)).status).toBe(status);
    const problem = await problemTo(bytes);
    expect(problem).toMatchObject({ status, type });
    expect(problem.text.length).toBeLessThan(500);
  });

  it('bytes that are no UTF-8, announced or in chunks', async () => {
    const body = Buffer.concat([Buffer.from('{"text":"a'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const announced = requestHead('POST /v1/notes', { ...json, 'Content-Length': body.length });
    expect(await problemTo(announced, body)).toMatchObject({ status: 400, type: 'malformed-json' });
    const chunked = requestHead('POST /v1/notes', { ...json, 'Transfer-Encoding': 'chunked' });
    const chunks = [`${body.length.toString(16)}\r\n`, body, '\r\n0\r\n\r\n'];
    expect(await problemTo(chunked, ...chunks)).toMatchObject({ status: 400, type: 'malformed-json' });
    expect(gateway.services.commands).toEqual([]);
  });

  it('ten megabytes, announced or in chunks: refused at once, never held', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const announced = requestHead('POST /v1/notes', { ...json, 'Content-Length': 10_000_000 });
    expect(await problemTo(announced)).toMatchObject({ status: 413, type: 'body-too-large' });
    const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
    const chunked = requestHead('POST /v1/notes', { ...json, 'Transfer-Encoding': 'chunked' });
    expect(await problemTo(chunked, ...Array(160).fill(chunk))).toMatchObject({ status: 413 });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  it('a body without a token: refused before it has arrived', async () => {
    const head = requestHead('POST /v1/notes', { 'Content-Type': 'application/json', 'Content-Length': 900_000 });
    const answer = await fetchHeadOf(head);
    expect(answer).toContain('401 Unauthorized');
  });
});

/** What comes back while the body that was announced is never sent. */
async function fetchHeadOf(head: string): Promise<string> {
  const { connect } = await import('node:net');
  const socket = connect(port, '127.0.0.1');
  socket.write(head);
  const [piece] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return piece.toString();
}

it('says the same to every browser, whatever the answer', async () => {
  for (const [url, status] of [
    ['/v1/notes', 200],
    ['/v1/nothing/here', 404],
    ['/v1/notes/%F0%28', 400],
    ['/health/live', 200],
  ] as const) {
    const answer = await gateway.agent('GET', url);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject(SECURITY_HEADERS);
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  }
  const wrongMethod = await gateway.app.inject({
    method: 'OPTIONS',
    url: '/v1/notes',
    headers: { origin: 'http://a' },
  });
  expect(wrongMethod.statusCode).toBe(405);
  expect(wrongMethod.headers).toMatchObject(SECURITY_HEADERS);
});

it('lets other origins in when the host says so', async () => {
  const { app, agent, application } = await aGateway({
    prepare: (host) => host.enableCors({ origin: ['https://console.example'], exposedHeaders: ['etag'] }),
  });
  const origin = 'https://console.example';
  const preflight = await app.inject({
    method: 'OPTIONS',
    url: '/v1/notes',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
  expect([preflight.statusCode, preflight.headers['access-control-allow-origin']]).toEqual([204, origin]);
  const answer = await agent('GET', '/v1/notes', undefined, { origin });
  expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([200, origin]);
  await application.close();
});

it('takes an address with a slash too many', async () => {
  expect((await gateway.agent('GET', '/v1/notes/')).statusCode).toBe(200);
  expect(gateway.services.queries[0]).toMatchObject({ type: 'ListNotes' });
});

describe('stopping', () => {
  it('finishes what is in flight, keeps no connection open, and takes no other', async () => {
    let release = (): void => undefined;
    gateway.services.onQuery = () => new Promise((resolve) => (release = () => resolve({ items: [] })));
    const connection = new Agent({ keepAlive: true, maxSockets: 1 });
    const first = ask(connection);
    while (gateway.services.queries.length === 0) await new Promise(setImmediate);
    const closed = gateway.application.close();
    await new Promise(setImmediate);
    release();
    const [answer] = await Promise.all([first, closed]);
    expect(answer).toBe(200);
    await expect(ask(connection)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    connection.destroy();
  });

  it('is not held up by a connection on which nothing was asked', async () => {
    const unused = connect(port, '127.0.0.1');
    await once(unused, 'connect');
    expect(await ask(new Agent())).toBe(200);
    unused.resume();
    await Promise.all([gateway.application.close(), once(unused, 'close')]);
  });

  const ask = async (connection: Agent): Promise<number | undefined> => {
    const sent = httpRequest({ port, host: '127.0.0.1', path: '/v1/notes', agent: connection, headers: agent });
    sent.end();
    const [answer] = await once(sent, 'response');
    answer.resume();
    return answer.statusCode;
  };
});

it('answers for a service that never does', async () => {
  const { agent, application, services } = await aGateway({ limits: { answerWithin: 30 } });
  services.onQuery = () => new Promise(() => undefined);
  services.onCommand = () => new Promise(() => undefined);
  for (const asked of [await agent('GET', '/v1/notes'), await agent('POST', '/v1/note-simulations', { text: 'a' })]) {
    expect([asked.statusCode, asked.headers['retry-after']]).toEqual([503, '5']);
    expect((asked.json() as { detail: string }).detail).toBe(
      'The answer took too long. Ask for less at once, or try again.',
    );
  }
  const ordered = await agent('POST', `/v1/notes/${RECORD}/archive`);
  expect(ordered.json()).toMatchObject({ status: 503, detail: expect.stringContaining('Idempotency-Key') });
  await application.close();
});

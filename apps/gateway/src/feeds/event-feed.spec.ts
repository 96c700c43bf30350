import { connect } from 'node:net';
import { createLogger } from '@opsledger/service-kit';
import { eventually } from '@opsledger/testing';
import { StubLog, aGateway, anEvent } from '../fixtures/gateway.fixture';

const events = (count: number) => Array.from({ length: count }, (_, index) => anEvent(index + 1));
const asAnalyst = { authorization: 'Bearer analyst-token' };

/** Reads a feed until what came satisfies the condition, or it ends. */
async function readFeed(url: string, enough: (text: string) => boolean, headers = asAnalyst) {
  const over = new AbortController();
  const response = await fetch(url, { headers, signal: over.signal });
  let text = '';
  let broken = false;
  try {
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(piece).toString();
      if (enough(text)) break;
    }
  } catch {
    broken = true;
  }
  over.abort();
  return { response, text, broken };
}

it('goes on with what is recorded while it is read', async () => {
  const log = new StubLog(events(1));
  const { listen, application } = await aGateway({ events: log });
  const url = `http://127.0.0.1:${await listen()}/v1/events`;
  const { text, response } = await readFeed(url, (so) => {
    if (log.events.length === 1) log.add(anEvent(2));
    return so.includes('id: 0000000000000002');
  });
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(text.match(/^id: \d+$/gm)).toEqual(['id: 0000000000000001', 'id: 0000000000000002']);
  await application.close();
});

it('names the schema of each event by an address that whoever reads it can open without a token', async () => {
  const log = [anEvent(1), anEvent(2, { type: 'Other' })];
  const { analyst, app, listen, application } = await aGateway({ log });
  const origin = `http://127.0.0.1:${await listen()}`;
  const { text } = await readFeed(`${origin}/v1/events`, (so) => so.includes('id: 0000000000000002'));
  const [known, unknown] = [...text.matchAll(/^data: (.+)$/gm)].map(([, json]) => JSON.parse(json!));
  expect(known.dataschema).toBe(`${origin}/v1/schemas/opsledger.notes.NoteWritten.v1`);
  const schema = await app.inject(new URL(known.dataschema).pathname);
  expect(schema.json()).toMatchObject({ title: 'NoteWritten', type: 'object' });
  expect(unknown).not.toHaveProperty('dataschema');

  const behind = async (headers: Record<string, string>) =>
    (await analyst('GET', '/v1/events?follow=false&types=NoteWritten', undefined, headers)).json().dataschema;
  expect(await behind({ host: 'itsm.example.org', 'x-forwarded-proto': 'https, http' })).toBe(
    'https://itsm.example.org/v1/schemas/opsledger.notes.NoteWritten.v1',
  );
  expect(await behind({ host: 'not a host' })).toBeUndefined();
  await application.close();
});

it('gives only the record and the types asked for, by either name', async () => {
  const log = [anEvent(1), anEvent(2, { subject: 'another' }), anEvent(3, { type: 'Other' }), anEvent(4)];
  const { analyst, application } = await aGateway({ log });
  const positionsOf = async (query: string) => {
    const { body } = await analyst('GET', `/v1/events?follow=false&${query}`);
    return [...body.matchAll(/"position":"0*(\d+)"/g)].map(([, position]) => Number(position));
  };
  expect(await positionsOf('types=NoteWritten')).toEqual([1, 2, 4]);
  expect(await positionsOf('types=opsledger.notes.NoteWritten.v1')).toEqual([1, 2, 4]);
  expect(await positionsOf('subject=another')).toEqual([2]);
  expect(await positionsOf('after=0000000000000003')).toEqual([4]);
  expect(await positionsOf('after=0000000000000009')).toEqual([]);
  await application.close();
});

it('reads a log of many pages to its end, each event once', async () => {
  const { analyst, application } = await aGateway({ log: events(1_001) });
  const { body } = await analyst('GET', '/v1/events?follow=false');
  const positions = [...body.matchAll(/"position":"(\d+)"/g)].map(([, position]) => position);
  expect(positions).toEqual(events(1_001).map(({ position }) => position));
  await application.close();
});

it('names the type that was meant', async () => {
  const { analyst, application } = await aGateway();
  const answer = await analyst('GET', '/v1/events?types=NoteWriten');
  expect([answer.statusCode, answer.json().detail]).toEqual([
    400,
    expect.stringContaining('did you mean NoteWritten?'),
  ]);
  await application.close();
});

it('says how types are written where none was meant', async () => {
  const { analyst, application } = await aGateway();
  const { detail } = (await analyst('GET', '/v1/events?types=Quite')).json();
  expect(detail).toBe(
    'types: Quite is no event type. Name facts as NoteWritten or opsledger.notes.NoteWritten.v1, with commas between.',
  );
  await application.close();
});

it('ends the feed of a token that was revoked', async () => {
  const { listen, application, services, time } = await aGateway({ log: events(1), limits: { heartbeat: 10 } });
  const url = `http://127.0.0.1:${await listen()}/v1/events`;
  let seen = false;
  const reading = readFeed(url, (so) => ((seen ||= so.includes('id: ')), false));
  while (!seen) await new Promise(setImmediate);
  services.revoked.add('analyst-token');
  time.now = new Date(time.now.getTime() + 8_000);
  const { text, broken } = await reading;
  expect({ text, broken }).toEqual({ text: expect.stringMatching(/retry: 2000\n\n$/), broken: false });
  await application.close();
});

it('says once that it cannot be checked who may still read, and once that it can again; nobody is ended for it', async () => {
  const lines: string[] = [];
  const logger = createLogger({ readable: false, destination: { write: (line) => void lines.push(line) } });
  const { listen, application, services, time } = await aGateway({ log: events(1), logger, limits: { heartbeat: 10 } });
  const url = `http://127.0.0.1:${await listen()}/v1/events`;
  let ended = false;
  const seen = new Set<number>();
  const reading = [1, 2].map((reader) => readFeed(url, (so) => (so.includes('id: ') && seen.add(reader), false)));
  void Promise.race(reading).then(() => (ended = true));
  await eventually(() => expect(seen.size).toBe(2));
  services.directoryIsAway = true;
  time.now = new Date(time.now.getTime() + 8_000);
  const asked = services.lookedUp.length;
  await eventually(() => expect(services.lookedUp.length).toBeGreaterThan(asked + 3));
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'warn', err: { message: 'no directory' }, msg: expect.stringContaining('feeds') },
  ]);
  expect(ended).toBe(false);

  services.directoryIsAway = false;
  await eventually(() => expect(lines).toHaveLength(2));
  expect(JSON.parse(lines[1]!)).toMatchObject({ level: 'info', msg: expect.stringContaining('Right again') });
  services.revoked.add('analyst-token');
  time.now = new Date(time.now.getTime() + 8_000);
  await Promise.all(reading);
  await application.close();
});

it.each(['revoked', 'stripped'] as const)('gives nothing more to a token that is %s, from the fact on', async (how) => {
  const log = new StubLog(events(1));
  const { listen, application, services } = await aGateway({ events: log });
  const url = `http://127.0.0.1:${await listen()}/v1/events`;
  services.holders.set('analyst-token', 'ada');
  const { text, broken } = await readFeed(url, (so) => {
    if (log.events.length > 1 || !so.includes('id: ')) return false;
    services[how].add('analyst-token');
    log.add(anEvent(2, { category: 'person', subject: 'ada', type: 'RolesRevoked' }));
    log.add(anEvent(3));
    return false;
  });
  expect(text).not.toContain('id: 0000000000000003');
  expect({ text, broken }).toEqual({ text: expect.stringMatching(/retry: 2000\n\n$/), broken: false });
  await application.close();
});

it('cuts off a reader that takes nothing', async () => {
  const large = anEvent(1, { data: { text: 'x'.repeat(100_000) } });
  const endless = Array.from({ length: 1_000 }, (_, index) => ({ ...large, position: anEvent(index + 1).position }));
  const { listen, application } = await aGateway({ log: endless, limits: { feedPatience: 50 } });
  const socket = connect(await listen(), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause();
  socket.write('GET /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer analyst-token\r\n\r\n');
  const server = application.getHttpServer();
  const connections = () =>
    new Promise<number>((resolve) => server.getConnections((_error: unknown, count: number) => resolve(count)));
  while ((await connections()) === 0) await new Promise(setImmediate);
  while ((await connections()) > 0) await new Promise(setImmediate);
  socket.destroy();
  await application.close();
});

it('breaks off lines that the server cannot finish, so that they do not look complete', async () => {
  const log = new StubLog(events(5));
  const stuck = Object.assign(new StubLog(), {
    head: log.head,
    read: async (after: string, limit: number, signal: AbortSignal) => {
      if (after < '0000000000000005') return (await log.read(after, limit, signal)).slice(0, 3);
      return [];
    },
  });
  stuck.head = async () => '0000000000000009';
  const { listen, application } = await aGateway({ events: stuck });
  const url = `http://127.0.0.1:${await listen()}/v1/events?follow=false`;
  const { broken } = await readFeed(url, (so) => {
    if (so.includes('0000000000000005')) void application.close();
    return false;
  });
  expect(broken).toBe(true);
});

it('says that the log cannot be reached before it begins to answer', async () => {
  const failing = Object.assign(new StubLog(), { head: () => Promise.reject(new Error('gone')) });
  const { analyst, application } = await aGateway({ events: failing });
  const answer = await analyst('GET', '/v1/events?follow=false');
  expect(answer.statusCode).toBe(500);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  await application.close();
});

it('opens no more feeds than it may, and lets others in when one ends', async () => {
  const { listen, application } = await aGateway({ log: events(1), limits: { feeds: 1 } });
  const url = `http://127.0.0.1:${await listen()}/v1/events`;
  const first = new AbortController();
  await fetch(url, { headers: asAnalyst, signal: first.signal });
  const second = await fetch(url, { headers: asAnalyst });
  expect([second.status, second.headers.get('retry-after')]).toEqual([503, '5']);
  first.abort();
  let third: Response;
  const gone = new AbortController();
  do third = await fetch(url, { headers: asAnalyst, signal: gone.signal });
  while (third.status === 503);
  expect(third.status).toBe(200);
  gone.abort();
  await application.close();
});

it.each(['true', 'false'])('logs why a feed that was promised breaks off, with follow=%s', async (follow) => {
  const lines: string[] = [];
  const logger = createLogger({ readable: false, destination: { write: (line) => void lines.push(line) } });
  const log = new StubLog(events(1));
  const { listen, application } = await aGateway({ events: log, logger, contracts: [] });
  const read = log.read;
  log.read = async (after, limit, signal) => {
    // Whoever follows access begins at the end.
    if (after === log.events[0]!.position) return read(after, limit, signal);
    throw new Error('the log is gone');
  };
  await readFeed(`http://127.0.0.1:${await listen()}/v1/events?follow=${follow}`, () => false);
  await eventually(() => expect(lines).toHaveLength(1));
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: 'error',
    requestId: expect.any(String),
    err: { message: 'the log is gone' },
    msg: expect.stringContaining('from the last position'),
  });
  await application.close();
});

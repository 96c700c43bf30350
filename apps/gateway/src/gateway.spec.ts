import { accessTokenIdIn, hashAccessToken } from '@opsledger/contracts';
import { Problem, WrittenRecord, createLogger } from '@opsledger/service-kit';
import fc from 'fast-check';
import { RECORD, aGateway, anEvent } from './fixtures/gateway.fixture';

type Gateway = Awaited<ReturnType<typeof aGateway>>;
let gateway: Gateway;
beforeEach(async () => void (gateway = await aGateway()));
afterEach(() => gateway.application.close());

const note = { text: 'Restart the spooler' };

describe('who may ask', () => {
  it.each([
    ['no token', undefined],
    ['another scheme', 'Basic YTpi'],
    ['an unknown token', 'Bearer nobody'],
    ['garbage', 'Bearer ü'],
  ])('refuses %s with 401', async (_what, authorization) => {
    const answer = await gateway.app.inject({
      method: 'GET',
      url: '/v1/notes',
      headers: authorization ? { authorization } : {},
    });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('names the role that is missing', async () => {
    const answer = await gateway.as('requester-token')('POST', '/v1/notes', note);
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({
      type: 'urn:opsledger:problem:role-needed',
      detail: expect.stringContaining('agent or admin'),
    });
    expect(gateway.services.commands).toEqual([]);
  });

  it('lets an admin do everything', async () => {
    expect((await gateway.admin('POST', '/v1/notes', note)).statusCode).toBe(201);
  });

  it('keeps operations and feeds from those without the role', async () => {
    for (const url of ['/v1/projections', '/v1/parked-events', '/v1/events?follow=false'])
      expect((await gateway.agent('GET', url)).statusCode).toBe(403);
  });
});

describe('commands', () => {
  it('hands over payload, actor, roles and time, and answers with version and position', async () => {
    const answer = await gateway.agent('POST', '/v1/notes', note);
    expect(answer.statusCode).toBe(201);
    expect(answer.headers).toMatchObject({
      etag: '"3"',
      'opsledger-position': '0000000000000042',
      location: `/v1/notes/${RECORD}`,
    });
    expect(answer.json()).toEqual({
      id: RECORD,
      number: 'NOTE0000001',
      version: 3,
      position: '0000000000000042',
      recorded: 1,
    });
    expect(gateway.services.commands).toEqual([
      expect.objectContaining({
        service: 'notes',
        type: 'WriteNote',
        data: note,
        now: '2026-03-02T10:00:00.000Z',
        roles: ['agent'],
        actor: expect.objectContaining({ id: 'agent-token' }),
      }),
    ]);
  });

  it('takes the version from If-Match and the record from the path; a command without fields needs no body', async () => {
    const answer = await gateway.agent('POST', `/v1/notes/${RECORD.toUpperCase()}/archive`, undefined, {
      'if-match': 'W/"7"',
    });
    expect(answer.statusCode).toBe(200);
    expect(gateway.services.commands[0]).toMatchObject({ id: RECORD, expectedVersion: 7, data: {} });
  });

  it('passes an Idempotency-Key on with a digest that changes with the body', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    await gateway.agent('POST', '/v1/notes', note, headers);
    await gateway.agent('POST', '/v1/notes', note, headers);
    await gateway.agent('POST', '/v1/notes', { text: 'another' }, headers);
    const [first, second, third] = gateway.services.commands.map(({ request }) => request!);
    expect(first).toEqual(second);
    await gateway.agent('POST', '/v1/notes', { urgency: 2, text: 'a' }, headers);
    await gateway.agent('POST', '/v1/notes', { text: 'a', urgency: 2 }, headers);
    const [one, other] = gateway.services.commands.slice(3).map(({ request }) => request!.digest);
    expect(one).toBe(other);
    expect(third!.key).toBe('k-1');
    expect(third!.digest).not.toBe(first!.digest);
  });

  it('says when an answer is that of an earlier request', async () => {
    gateway.services.onCommand = () => ({
      id: RECORD,
      version: 1,
      position: '0000000000000001',
      recorded: 1,
      repeated: true,
    });
    expect((await gateway.agent('POST', '/v1/notes', note)).headers['idempotency-replayed']).toBe('true');
  });

  it('lets only admins record history late, and never the future', async () => {
    const at = (instant: string) => ({ 'opsledger-occurred-at': instant });
    await gateway.admin('POST', '/v1/notes', note, at('2025-01-01T00:00:00+01:00'));
    expect(gateway.services.commands[0]!.now).toBe('2024-12-31T23:00:00.000Z');
    expect((await gateway.agent('POST', '/v1/notes', note, at('2025-01-01T00:00:00Z'))).statusCode).toBe(403);
    expect((await gateway.admin('POST', '/v1/notes', note, at('2027-01-01T00:00:00Z'))).statusCode).toBe(400);
    for (const wrong of ['yesterday', '2026-02-30T00:00:00Z', '0000-01-01T00:00:00Z', '2025-06-30T23:59:60Z'])
      expect([wrong, (await gateway.admin('POST', '/v1/notes', note, at(wrong))).statusCode]).toEqual([wrong, 400]);
  });

  it('lets an importer choose the id, and says whether the record is new', async () => {
    gateway.services.onCommand = ({ id }) => ({
      id: id ?? RECORD,
      version: 1,
      position: '0000000000000001',
      recorded: 1,
    });
    const made = await gateway.as('admin-token')('PUT', `/v1/notebooks/${RECORD.toUpperCase()}`, { name: 'a' });
    expect([made.statusCode, made.headers.location]).toEqual([201, `/v1/notebooks/${RECORD}`]);
    expect(gateway.services.commands[0]).toMatchObject({ id: RECORD, data: { name: 'a' } });
    gateway.services.onCommand = () => ({ id: RECORD, version: 1, position: '0000000000000001', recorded: 0 });
    expect((await gateway.admin('PUT', `/v1/notebooks/${RECORD}`, { name: 'a' })).statusCode).toBe(200);
    expect((await gateway.admin('PUT', '/v1/notebooks/mine', { name: 'a' })).statusCode).toBe(404);
  });

  it('shows a secret once and sends only its hash', async () => {
    const payload = { label: 'grafana', roles: ['analyst'] };
    const answer = await gateway.admin('POST', '/v1/access-tokens', payload);
    const { token } = answer.json() as { token: string };
    expect(token).toMatch(/^opsl_/);
    expect(JSON.stringify(gateway.services.commands)).not.toContain(token);
    expect(gateway.services.commands[0]!.data).toMatchObject({ tokenHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const own = await gateway.admin('POST', '/v1/access-tokens', { ...payload, tokenHash: '0'.repeat(64) });
    expect(own.statusCode).toBe(400);
  });

  it('issues under one key of one admin one token, on every log: its record is the same', async () => {
    const issue = (key?: string, token = 'admin-token') => {
      const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
      return gateway.as(token)('POST', '/v1/access-tokens', { label: 'grafana', roles: ['analyst'] }, headers);
    };
    const tokens = [];
    for (const [key, by] of [['k'], ['k'], ['k', 'other-admin-token'], ['l'], [], []] as [string?, string?][])
      tokens.push((await issue(key, by)).json().token as string);
    const ids = gateway.services.commands.map(({ id }) => id);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(5);
    expect(tokens.map(accessTokenIdIn)).toEqual(ids);
    const hashes = gateway.services.commands.map(({ data }) => (data as { tokenHash: string }).tokenHash);
    expect(hashes).toEqual(tokens.map(hashAccessToken));
    expect(new Set(hashes).size).toBe(6);
  });

  it('shows no token that was not recorded', async () => {
    gateway.services.onCommand = () => ({ id: RECORD, version: 1, position: '0000000000000001', recorded: 0 });
    const answer = await gateway.admin('POST', '/v1/access-tokens', { label: 'grafana', roles: ['analyst'] });
    expect(answer.json()).not.toHaveProperty('token');
  });
});

describe('bad input', () => {
  const refused = async (payload: unknown, headers = {}) => {
    const answer = await gateway.agent('POST', '/v1/notes', payload, headers);
    expect(gateway.services.commands).toEqual([]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    return {
      status: answer.statusCode,
      problem: answer.json() as { detail: string; errors?: { pointer: string; message: string }[] },
    };
  };

  it('malformed JSON', async () => {
    const { status, problem } = await refused('{"text": "a",}');
    expect(status).toBe(400);
    expect(problem.detail).toMatch(/position 13|line 1/);
  });

  it('wrong types, every one named', async () => {
    const { problem } = await refused({ text: 7, urgency: 'high' });
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/text', '/urgency']);
  });

  it('text that is too long, with both lengths', async () => {
    const { problem } = await refused({ text: 'x'.repeat(412) });
    expect(problem.errors).toEqual([{ pointer: '/text', message: 'is longer than 300 characters (it has 412)' }]);
  });

  it('an unknown field, with the one that was meant', async () => {
    const { problem } = await refused({ text: 'a', urgncy: 2 });
    expect(problem.errors).toEqual([{ pointer: '/urgncy', message: 'is not a known field; did you mean urgency?' }]);
    expect(problem.detail).toMatch(/did you mean urgency\?$/);
  });

  it('a list for a body, with what it should be', async () => {
    const { problem } = await refused([{ text: 'a' }]);
    expect(problem.detail).toMatch(/it must be an object with fields; it is a list\.$/);
  });

  it.each([
    ['another content type', 'text=a', { 'content-type': 'text/plain' }, 415],
    ['a body above the limit', JSON.stringify({ text: 'x'.repeat(1024 * 1024) }), {}, 413],
    ['a prototype key', '{"text":"a","__proto__":{"admin":true}}', {}, 400],
    ['a constructor key', '{"text":"a","constructor":{"prototype":{}}}', {}, 400],
    ['a NUL character', '{"text":"a\\u0000b"}', {}, 400],
    ['half of a surrogate pair', '{"text":"a\\ud800"}', {}, 400],
    ['deep nesting', '['.repeat(50_000) + ']'.repeat(50_000), {}, 400],
    ['a body that is no object', '[]', {}, 400],
    ['null', 'null', {}, 400],
    ['blank text', '{"text":"   "}', {}, 400],
    ['an If-Match that is no version', '{"text":"a"}', { 'if-match': 'three' }, 400],
    ['an empty Idempotency-Key', '{"text":"a"}', { 'idempotency-key': ' ' }, 400],
  ])('%s', async (_what, body, headers, expected) => {
    expect((await refused(body, headers)).status).toBe(expected);
  });

  it('null, also where no field is needed', async () => {
    expect((await gateway.agent('POST', `/v1/notes/${RECORD}/archive`, 'null')).statusCode).toBe(400);
  });

  it('names the keys that would reach into prototypes', async () => {
    expect((await refused('{"text":"a","__proto__":{}}')).problem.detail).toContain('`__proto__`');
  });

  it.each(['{}', '{"text":"a"}', ''])('a body to a route that is none: %s', async (body) => {
    expect((await gateway.agent('POST', '/v1/nothing', body)).statusCode).toBe(404);
  });

  it('a NUL character in a parameter of any route', async () => {
    for (const url of [
      '/v1/parked-events?reader=a%00b',
      '/v1/events?subject=a%00b&follow=false',
      '/v1/notes?text=a%00b',
    ])
      expect(await gateway.admin('GET', url)).toMatchObject({ statusCode: 400 });
  });

  it('a record id that is none', async () => {
    const answer = await gateway.agent('POST', '/v1/notes/NOTE0000001/archive', {});
    expect(answer.statusCode).toBe(404);
    expect(answer.json().detail).toContain('UUID');
  });

  it('an unknown route, with the one that was meant; a wrong method, with those allowed', async () => {
    const unknown = await gateway.agent('GET', '/v1/note');
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json().detail).toContain('/v1/notes');
    const wrong = await gateway.app.inject({ method: 'DELETE', url: '/v1/notes' });
    expect(wrong.statusCode).toBe(405);
    expect(wrong.headers.allow).toBe('GET, HEAD, POST');
  });

  it('query parameters that are unknown, wrong or doubled', async () => {
    for (const query of ['sort=x', 'limit=0', 'limit=abc', 'q=a&q=b', 'q=%00'])
      expect({ query, status: (await gateway.agent('GET', `/v1/notes?${query}`)).statusCode }).toEqual({
        query,
        status: 400,
      });
    expect(gateway.services.queries).toEqual([]);
  });

  it('never answers 5xx, whatever is sent', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.json(), fc.string({ unit: 'binary' })),
        fc.dictionary(
          fc.constantFrom('if-match', 'idempotency-key', 'opsledger-position', 'traceparent', 'accept'),
          fc.string(),
        ),
        fc.constantFrom('/v1/notes', `/v1/notes/${RECORD}/archive`, '/v1/notes/%00/archive', '/v1/%F0%28'),
        async (body, headers, url) => {
          const printable = Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, value.replaceAll(/[^\x20-\x7e]/g, '?')]),
          );
          const answer = await gateway.agent('POST', url, body, printable);
          expect(answer.statusCode).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what services say', () => {
  it('passes a refusal on as a problem', async () => {
    gateway.services.onCommand = () => {
      throw new Problem(409, 'note-archived', 'Note is archived', 'NOTE0000001 is archived; write another.', {
        state: 'archived',
      });
    };
    const answer = await gateway.agent('POST', '/v1/notes', note);
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toEqual({
      type: 'urn:opsledger:problem:note-archived',
      title: 'Note is archived',
      status: 409,
      detail: 'NOTE0000001 is archived; write another.',
      instance: expect.stringMatching(/^urn:opsledger:request:/),
      state: 'archived',
    });
  });

  it('turns what must be tried again into 503 with Retry-After', async () => {
    gateway.services.onCommand = () => {
      throw new Problem(503, 'log-unavailable', 'Log unavailable', 'Try again.', { retryAfter: 2 });
    };
    const answer = await gateway.agent('POST', '/v1/notes', note);
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2']);
  });

  it('tells nothing of the inside when something unforeseen fails', async () => {
    gateway.services.onCommand = () => {
      throw new Error('password=secret at db.internal');
    };
    const answer = await gateway.agent('POST', '/v1/notes', note);
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toMatch(/secret|internal:/);
  });

  it('logs what it does not tell, with the id it tells', async () => {
    const lines: object[] = [];
    const logger = { ...createLogger({ level: 'silent' }), error: (line: object) => void lines.push(line) } as never;
    const { agent, application, services } = await aGateway({ logger });
    services.onQuery = () => {
      throw new Error('password=secret');
    };
    const { instance } = (await agent('GET', '/v1/notes')).json() as { instance: string };
    const requestId = instance.replace('urn:opsledger:request:', '');
    expect(lines).toEqual([expect.objectContaining({ requestId, route: '/v1/notes', err: expect.any(Error) })]);
    expect(services.queries[0]!.correlationId).toBe(requestId);
    await application.close();
  });
});

describe('queries', () => {
  it('coerces and defaults parameters, and carries the position', async () => {
    await gateway.agent('GET', '/v1/notes?q=printer', undefined, { 'opsledger-position': '0000000000000042' });
    expect(gateway.services.queries[0]).toMatchObject({
      params: { q: 'printer', limit: 50 },
      position: '0000000000000042',
    });
    expect((await gateway.agent('GET', '/v1/notes', undefined, { 'opsledger-position': '42' })).statusCode).toBe(400);
  });

  it('links the next page', async () => {
    gateway.services.onQuery = () => ({ items: [], next: 'a+b=' });
    const answer = await gateway.agent('GET', '/v1/notes?q=x&limit=5');
    expect(answer.headers.link).toBe('</v1/notes?q=x&limit=5&after=a%2Bb%3D>; rel="next"');
  });

  it('answers 304 to who has that version', async () => {
    gateway.services.onQuery = () => ({ version: 3 });
    expect((await gateway.agent('GET', `/v1/notes/${RECORD}`)).headers.etag).toBe('"3"');
    expect((await gateway.agent('GET', `/v1/notes/${RECORD}`, undefined, { 'if-none-match': '"3"' })).statusCode).toBe(
      304,
    );
    expect((await gateway.agent('GET', `/v1/notes/${RECORD}`, undefined, { 'if-none-match': '"2"' })).statusCode).toBe(
      200,
    );
  });

  it('passes on what a service has written already, under its version', async () => {
    gateway.services.onQuery = ({ passedOn }) => passedOn && new WrittenRecord({ text: 'ä', version: 3 }, { left: 5 });
    const answer = await gateway.agent('GET', `/v1/notes/${RECORD}`);
    expect(answer.headers).toMatchObject({ etag: '"3"', 'content-type': 'application/json; charset=utf-8' });
    expect(answer.json()).toEqual({ text: 'ä', version: 3, left: 5 });
    const known = await gateway.agent('GET', `/v1/notes/${RECORD}`, undefined, { 'if-none-match': '"3"' });
    expect(known.statusCode).toBe(304);
  });

  it('gives reports as CSV that no spreadsheet runs', async () => {
    gateway.services.onQuery = () => ({
      rows: [
        { team: '=cmd()', resolved: 3, mttr: null },
        { team: 'a "b", c', resolved: -1, mttr: 2.5 },
      ],
    });
    const answer = await gateway.analyst('GET', '/v1/reports/notes?format=csv');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="CountNotes.csv"');
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(answer.body).toBe(`team,resolved,mttr\r\n'=cmd(),3,\r\n"a ""b"", c",-1,2.5\r\n`);
    expect((await gateway.analyst('GET', '/v1/reports/notes', undefined, { accept: 'text/csv' })).body).toBe(
      answer.body,
    );
  });
});

describe('documents, health and operations', () => {
  it('describes every route, with references that resolve', async () => {
    const document = (await gateway.app.inject('/v1/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/v1/notes', '/v1/notes/{id}', '/v1/notes/{id}/archive', '/v1/events']),
    );
    const text = JSON.stringify(document);
    for (const [, reference] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
      expect(Object.keys(document.components.schemas)).toContain(reference);
    expect(JSON.stringify(document.paths['/v1/access-tokens'].post.requestBody)).not.toContain('tokenHash');
  });

  it('shows the reference to whoever opens the address in a browser', async () => {
    const { statusCode, headers } = await gateway.app.inject('/');
    expect([statusCode, headers.location]).toEqual([302, '/docs']);
  });

  it('serves the reference, its scripts from here only', async () => {
    const page = await gateway.app.inject('/docs');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    for (const [, source] of page.body.matchAll(/(?:src|href)="([^"]+)"/g))
      expect({ source, status: (await gateway.app.inject(source!)).statusCode }).toEqual({ source, status: 200 });
    expect((await gateway.app.inject('/docs/assets/package.json')).statusCode).toBe(404);
  });

  it('tells probes and scrapers how it is, without a token', async () => {
    expect((await gateway.app.inject('/health/live')).statusCode).toBe(200);
    gateway.ready.status = 'failing';
    expect((await gateway.app.inject('/health/ready')).statusCode).toBe(503);
    expect((await gateway.app.inject('/metrics')).body).toBe('up 1\n');
  });

  it('rebuilds projections, not processes, and names those there are', async () => {
    expect((await gateway.admin('POST', '/v1/projections/note-list/rebuild')).statusCode).toBe(202);
    expect(gateway.rebuilt).toEqual(['note-list']);
    expect((await gateway.admin('POST', '/v1/projections/note-reminder/rebuild')).statusCode).toBe(409);
    const unknown = await gateway.admin('GET', '/v1/projections/nothing');
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json().detail).toBe('There is no nothing. There are: note-list, note-reminder.');
  });

  it('names only what can be rebuilt to whoever wants to rebuild what there is not', async () => {
    const unknown = await gateway.admin('POST', '/v1/projections/nothing/rebuild');
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json().detail).toBe('There is no nothing. There are: note-list.');
  });
});

describe('the feed', () => {
  const log = [1, 2, 3].map((ordinal) => anEvent(ordinal));

  it('gives lines of JSON up to now, as CloudEvents', async () => {
    const { analyst, application } = await aGateway({ log: [...log, anEvent(4, { type: 'Other' })] });
    const answer = await analyst('GET', '/v1/events?follow=false&types=NoteWritten&after=0000000000000001');
    const lines = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ position }) => position)).toEqual(['0000000000000002', '0000000000000003']);
    expect(lines[0]).toMatchObject({
      specversion: '1.0',
      type: 'opsledger.notes.NoteWritten.v1',
      source: '/opsledger/notes',
      subject: RECORD,
      sequence: '0000000002',
      data: { text: 'note 2' },
    });
    await application.close();
  });

  it('goes on as server-sent events, resumes after Last-Event-ID, beats, and ends when the server stops', async () => {
    const { app, application } = await aGateway({ log, limits: { heartbeat: 20 } });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}/v1/events`, {
      headers: { authorization: 'Bearer analyst-token', 'last-event-id': '0000000000000002' },
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    let text = '';
    const reading = (async () => {
      for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += Buffer.from(part).toString();
        if (text.includes(': heartbeat')) void application.close();
      }
    })();
    await reading;
    expect(text).toContain('id: 0000000000000003\nevent: NoteWritten\ndata: {');
    expect(text).not.toContain('id: 0000000000000002');
    expect(text).toContain('retry: 2000');
  });

  it.each(['after=abc', 'follow=perhaps', 'type=a', 'types=a&types=b'])('refuses %s', async (query) => {
    expect((await gateway.analyst('GET', `/v1/events?${query}`)).statusCode).toBe(400);
  });
});

describe('limits', () => {
  it('refuses more than a token may send, and says when to come again', async () => {
    const { agent, application } = await aGateway({ limits: { perTokenPerSecond: 1 } });
    const statuses = [];
    for (let n = 0; n < 10; n++) statuses.push((await agent('GET', '/v1/notes')).statusCode);
    expect(statuses).toEqual(Array(10).fill(200));
    const refused = await agent('GET', '/v1/notes');
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '1']);
    await application.close();
  });

  it('refuses more than can be worked on at once', async () => {
    const { agent, application, services } = await aGateway({ limits: { inFlight: 1 } });
    let release = (): void => undefined;
    services.onQuery = () => new Promise((resolve) => (release = () => resolve({ items: [] })));
    const first = agent('GET', '/v1/notes');
    while (services.queries.length === 0) await new Promise(setImmediate);
    expect((await agent('GET', '/v1/notes')).statusCode).toBe(503);
    release();
    expect((await first).statusCode).toBe(200);
    await application.close();
  });
});

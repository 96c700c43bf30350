import { fakeServer, noSleep, type Answer, type FakeServer } from '../fake-server.fixture';
import { Api } from './api';
import { EXIT, NotAllowed, Refused, Unreachable } from './errors';

let server: FakeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function answering(...answers: Answer[]): Promise<Api> {
  server = await fakeServer((_, nth) => answers[Math.min(nth, answers.length) - 1]!);
  return new Api({ url: server.url, token: 'opsl_secret', sleep: noSleep });
}

const problem = (status: number, detail: string, more: object = {}): Answer => ({
  status,
  body: { type: 'urn:opsledger:problem:some-code', title: 'A problem', detail, ...more },
});

test('sends token, headers and JSON, and answers the body', async () => {
  const api = await answering({ body: { recorded: 1 } });
  await expect(api.post('/v1/x', { a: 1 }, { 'idempotency-key': 'k' })).resolves.toEqual({ recorded: 1 });
  expect(server!.asked[0]).toMatchObject({
    method: 'POST',
    path: '/v1/x',
    body: { a: 1 },
    headers: { authorization: 'Bearer opsl_secret', 'idempotency-key': 'k', 'content-type': 'application/json' },
  });
});

test('says that an answer is the first one again', async () => {
  const api = await answering({ headers: { 'idempotency-replayed': 'true' }, body: { recorded: 1 } });
  await expect(api.post('/v1/x')).resolves.toEqual({ recorded: 1, repeated: true });
});

test('leaves out query parameters that are not given', async () => {
  const api = await answering({ body: {} });
  await api.get('/v1/x', { limit: 5, after: undefined, q: 'a b' });
  expect(server!.asked[0]!.path).toBe('/v1/x?limit=5&q=a+b');
});

test('a server that was never there is said to be missing, at once, with what to do', async () => {
  const gone = await fakeServer(() => ({}));
  await gone.close();
  const slept: number[] = [];
  const api = new Api({ url: gone.url, sleep: async (ms) => void slept.push(ms) });
  const failure = await api.get('/v1/x').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Unreachable);
  expect((failure as Error).message).toContain('ECONNREFUSED');
  expect((failure as Error).message).toContain('npm start');
  expect(slept).toEqual([]);
});

test('a server that goes away in the middle is waited for', async () => {
  const api = await answering({ body: 'first' }, 'hang up', 'hang up', { body: 'back' });
  await api.get('/v1/x');
  await expect(api.get('/v1/x')).resolves.toBe('back');
  expect(server!.asked).toHaveLength(4);
});

test('a busy server is asked again, not before it wishes', async () => {
  server = await fakeServer((_, nth) =>
    nth === 1 ? { status: 503, headers: { 'retry-after': '7' } } : { body: 'done' },
  );
  const slept: number[] = [];
  const api = new Api({ url: server.url, sleep: async (ms) => void slept.push(ms) });
  await expect(api.get('/v1/x')).resolves.toBe('done');
  expect(slept).toEqual([7000]);
});

test('patience ends', async () => {
  const api = await answering(problem(503, 'Too much work is waiting.'));
  await expect(api.get('/v1/x')).rejects.toThrow('Too much work is waiting.');
  expect(server!.asked).toHaveLength(9);
});

test('a refusal is told with its code and every field, and is not repeated', async () => {
  const api = await answering(
    problem(400, 'The body is wrong.', { errors: [{ pointer: '/title', message: 'must not be blank' }] }),
  );
  const failure = (await api.post('/v1/x').catch((error: unknown) => error)) as Refused;
  expect(failure).toBeInstanceOf(Refused);
  expect(failure).toMatchObject({
    status: 400,
    code: 'some-code',
    message: 'The body is wrong.\n  /title: must not be blank',
  });
  expect(server!.asked).toHaveLength(1);
});

test.each([
  [400, EXIT.usage],
  [409, EXIT.failed],
  [422, EXIT.failed],
])('a refusal with %i ends the program with %i', async (status, exitCode) => {
  const api = await answering(problem(status, 'It is not so.'));
  await expect(api.get('/v1/x')).rejects.toMatchObject({ exitCode });
});

test('what the detail of a refusal says of a field is not said again', async () => {
  const api = await answering(
    problem(400, 'The body: /title must not be blank.', {
      errors: [
        { pointer: '/title', message: 'must not be blank' },
        { pointer: '/impact', message: 'must not be blank' },
      ],
    }),
  );
  await expect(api.post('/v1/x')).rejects.toThrow(
    /^The body: \/title must not be blank\.\n {2}\/impact: must not be blank$/,
  );
});

test.each([401, 403])('%i tells how to get a token', async (status) => {
  const api = await answering(problem(status, 'This needs the role admin.'));
  const failure = (await api.get('/v1/x').catch((error: unknown) => error)) as NotAllowed;
  expect(failure).toBeInstanceOf(NotAllowed);
  expect(failure.message).toContain('This needs the role admin.');
  expect(failure.message).toContain('POST /v1/access-tokens');
  expect(failure.exitCode).toBe(4);
});

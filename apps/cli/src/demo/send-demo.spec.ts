import { Api } from '../client/api';
import { fakeServer, fakeTerminal, noSleep, type Answer, type Asked, type FakeServer } from '../fake-server.fixture';
import { describe as descriptionOf, markIn } from './demo-mark';
import { sendDemo, type DemoRequest } from './send-demo';

let server: FakeServer;
afterEach(() => server.close());

const NOW = new Date('2026-06-17T14:30:00Z');
const WANTED = { seed: '1', incidents: 12 };

/** As the suite does: a key that was used gives the first answer again. */
function rememberingSuite() {
  const first = new Map<string, object>();
  let description: string | null = null;
  const answer = ({ method, path, headers, body }: Asked): Answer => {
    const desk = { id: 'x', name: 'Service Desk', description };
    if (method === 'GET') return { body: { items: path.startsWith('/v1/teams') && description ? [desk] : [] } };
    if (path === '/v1/teams' && body.description) description = body.description;
    const key = headers['idempotency-key'] as string;
    const known = first.get(key);
    if (known) return { headers: { 'idempotency-replayed': 'true' }, body: known };
    const receipt = { id: `id-${first.size}`, version: 1, position: '1', recorded: 1 };
    first.set(key, receipt);
    return { body: receipt };
  };
  return { answer, first };
}

async function start(answer: (asked: Asked, nth: number) => Answer) {
  server = await fakeServer(answer);
  const api = new Api({ url: server.url, sleep: noSleep });
  return (now = NOW, wanted: DemoRequest = WANTED) =>
    sendDemo(wanted, { api, terminal: fakeTerminal(), clock: () => now });
}

test('tells every step under a key and a time of its own, to the record that its first step made', async () => {
  const run = await start(rememberingSuite().answer);
  const result = await run();
  expect(result).toMatchObject({ incidents: 12, diverged: 0, mark: { until: NOW.toISOString() } });
  const posts = server.asked.filter(({ method, path }) => method === 'POST' && !path.startsWith('/v1/access-tokens'));
  expect(new Set(posts.map(({ headers }) => headers['idempotency-key'])).size).toBe(posts.length);
  const told = posts.filter(({ headers }) => headers['opsledger-occurred-at'] !== undefined);
  expect(told.every(({ headers }) => new Date(headers['opsledger-occurred-at'] as string) <= NOW)).toBe(true);
  // Only what people do who ask for help happens now.
  const now = posts.filter((post) => !told.includes(post)).map(({ path }) => path.split('/').at(-1));
  expect(new Set(now)).toEqual(new Set(['views', 'feedback']));
  expect(posts.filter(({ path }) => path === '/v1/incidents')).toHaveLength(12);
  expect(posts.some(({ path }) => /^\/v1\/incidents\/id-\d+\/resolve$/.test(path))).toBe(true);
});

test('a second run, even a day later, asks for exactly the same and adds nothing', async () => {
  const suite = rememberingSuite();
  const run = await start(suite.answer);
  await run();
  const known = suite.first.size;
  const second = await run(new Date(NOW.getTime() + 86_400_000));
  expect(second.recorded).toBe(0);
  expect(suite.first.size).toBe(known);
  const bodies = new Map<string, Set<string>>();
  for (const { headers, body } of server.asked) {
    const key = headers['idempotency-key'] as string | undefined;
    if (key) bodies.set(key, (bodies.get(key) ?? new Set()).add(JSON.stringify(body)));
  }
  expect([...bodies.values()].every((different) => different.size === 1)).toBe(true);
});

test('a run that broke off goes on', async () => {
  const suite = rememberingSuite();
  let left = 260;
  const run = await start((asked) => (left-- > 0 ? suite.answer(asked) : { status: 403, body: { detail: 'revoked' } }));
  await expect(run()).rejects.toThrow('revoked');
  left = Infinity;
  const rest = await run();
  expect(rest.incidents).toBe(12);
  expect(rest.recorded).toBeGreaterThan(0);
  await expect(run()).resolves.toMatchObject({ recorded: 0 });
});

test('another demo in the same system is refused with what to do', async () => {
  const run = await start(rememberingSuite().answer);
  await run();
  await expect(run(NOW, { seed: '2', incidents: 12 })).rejects.toThrow('Complete it with --seed 1 --size 12');
});

const holding = (path: string, suite: ReturnType<typeof rememberingSuite>) => (asked: Asked) =>
  asked.method === 'GET' && asked.path.startsWith(path) ? { body: { items: [{ id: 'theirs' }] } } : suite.answer(asked);

test.each([
  ['/v1/incidents', 'incidents'],
  ['/v1/people', 'people'],
])('a system that holds %s is not mixed with a demo, unless told', async (path, what) => {
  const suite = rememberingSuite();
  const run = await start(holding(path, suite));
  await expect(run()).rejects.toThrow(
    `There are ${what} here already, and a demo cannot be taken out again. Use an empty system, or say --into-existing.`,
  );
  expect(suite.first.size).toBe(0);
  await expect(run(NOW, { ...WANTED, intoExisting: true })).resolves.toMatchObject({ incidents: 12 });
});

test('a demo that was begun needs no telling again', async () => {
  const suite = rememberingSuite();
  const run = await start(holding('/v1/incidents', suite));
  await run(NOW, { ...WANTED, intoExisting: true });
  await expect(run()).resolves.toMatchObject({ recorded: 0 });
});

test.each([400, 404, 422])('a refusal that says nothing of another way is told: %i', async (status) => {
  const suite = rememberingSuite();
  const run = await start((asked) =>
    asked.path.endsWith('/close') ? { status, body: { detail: 'The code is unknown.' } } : suite.answer(asked),
  );
  await expect(run()).rejects.toThrow(/^Close\w+ of \w+-\d+: The code is unknown\.$/);
});

test('an incident that somebody took another way is left to them', async () => {
  const suite = rememberingSuite();
  const run = await start((asked) =>
    asked.path.endsWith('/close') ? { status: 409, body: { detail: 'It is in progress again.' } } : suite.answer(asked),
  );
  const result = await run();
  expect(result.diverged).toBeGreaterThan(5);
  expect(result.incidents).toBe(12);
});

test('a mark is read as it was written, and nothing else is one', () => {
  const mark = { seed: 'a-1', incidents: 120, until: NOW.toISOString() };
  expect(markIn(descriptionOf(mark))).toEqual(mark);
  expect(markIn('First line of support.')).toBeUndefined();
  expect(markIn(null)).toBeUndefined();
});

import { OPERATORS, runningSuite } from './running-suite.fixture';

let suite: Awaited<ReturnType<typeof runningSuite>>;
beforeAll(async () => (suite = await runningSuite()), 60_000);
afterAll(() => suite.stop());

async function post(path: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${suite.url}/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OPERATORS}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const { id = '', recorded } = (await answer.json()) as { id?: string; recorded?: number };
  return { status: answer.status, etag: answer.headers.get('etag') ?? '', id, recorded };
}

test('a keyed command that found all so already is decided anew when repeated, unless it says what its sender had seen', async () => {
  const { id, etag: seen } = await post('people', { name: 'Ada', roles: ['agent', 'admin'] });
  const grant = (headers: Record<string, string>) => post(`people/${id}/grant-roles`, { roles: ['admin'] }, headers);
  const [keyed, careful] = [{ 'idempotency-key': 'keyed' }, { 'idempotency-key': 'careful', 'if-match': seen }];
  expect(await grant(keyed)).toMatchObject({ status: 200, recorded: 0 });
  expect(await grant(careful)).toMatchObject({ status: 200, recorded: 0 });

  await post(`people/${id}/revoke-roles`, { roles: ['admin'] });
  expect(await grant(careful)).toMatchObject({ status: 412 });
  expect(await grant(keyed)).toMatchObject({ status: 200, recorded: 1 });
});

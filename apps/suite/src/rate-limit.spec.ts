import { OPERATORS, runningSuite } from './running-suite.fixture';

let suite: Awaited<ReturnType<typeof runningSuite>>;
beforeAll(async () => (suite = await runningSuite({ RATE_LIMIT: '1' })), 60_000);
afterAll(() => suite.stop());

test('a token that sends more than RATE_LIMIT is told when to come again', async () => {
  const headers = { authorization: `Bearer ${OPERATORS}` };
  const answers = await Promise.all(Array.from({ length: 30 }, () => fetch(`${suite.url}/v1/people`, { headers })));
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]!.headers.get('retry-after')).toBe('1');
  expect(await refused[0]!.json()).toMatchObject({ type: 'urn:opsledger:problem:too-many-requests' });
});

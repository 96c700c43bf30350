import { Teardown } from '@opsledger/service-host';
import { createLogger } from '@opsledger/service-kit';
import { testDatabase, type TestDatabase } from '@opsledger/testing';
import { readEnvironment } from './environment';
import { startSuite } from './start-suite';

const OPSLEDGER_TOKEN = 'opsl_of-the-operator';
const teardown = new Teardown(() => undefined);
const { signal } = new AbortController();
let database: TestDatabase;
beforeAll(async () => (database = await testDatabase()));
afterAll(async () => {
  await teardown.run();
  await database.close();
});

test('a token that sends more than RATE_LIMIT is told when to come again', async () => {
  const variables = { DATABASE_URL: database.url, HOST: '127.0.0.1', PORT: '0', OPSLEDGER_TOKEN, RATE_LIMIT: '1' };
  const { url } = await startSuite(readEnvironment(variables), createLogger({ level: 'silent' }), teardown, signal);
  const headers = { authorization: `Bearer ${OPSLEDGER_TOKEN}` };
  const answers = await Promise.all(Array.from({ length: 30 }, () => fetch(`${url}/v1/people`, { headers })));
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]!.headers.get('retry-after')).toBe('1');
  expect(await refused[0]!.json()).toMatchObject({ type: 'urn:opsledger:problem:too-many-requests' });
}, 60_000);

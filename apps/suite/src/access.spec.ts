import { OPERATORS, runningSuite } from './running-suite.fixture';

let suite: Awaited<ReturnType<typeof runningSuite>>;
beforeAll(async () => (suite = await runningSuite()), 60_000);
afterAll(() => suite.stop());

async function send(token: string, method: string, path: string, body?: object, headers: object = {}) {
  const answer = await fetch(`${suite.url}/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, ...((await answer.json()) as { id: string; token?: string }) };
}
const issue = (by: string, more: object = {}, headers: object = {}) =>
  send(by, 'POST', 'access-tokens', { label: 'second', roles: ['admin'], ...more }, headers);

test('a token that was revoked opens nothing from the next request on, and issues no other', async () => {
  const { id, token } = await issue(OPERATORS);
  expect((await send(token!, 'GET', 'access-tokens')).status).toBe(200);
  expect((await send(OPERATORS, 'POST', `access-tokens/${id}/revoke`, {})).status).toBe(200);
  expect((await send(token!, 'GET', 'access-tokens')).status).toBe(401);
  expect((await issue(token!)).status).toBe(401);
});

test('a person who was deactivated, or lost the role, is refused by the next request', async () => {
  const ada = await send(OPERATORS, 'POST', 'people', { name: 'Ada', roles: ['agent', 'admin'] });
  const { token } = await issue(OPERATORS, { person: ada.id });
  expect((await send(token!, 'GET', 'access-tokens')).status).toBe(200);
  await send(OPERATORS, 'POST', `people/${ada.id}/revoke-roles`, { roles: ['admin'] });
  expect((await send(token!, 'GET', 'access-tokens')).status).toBe(403);
  await send(OPERATORS, 'POST', `people/${ada.id}/grant-roles`, { roles: ['admin'] });
  expect((await send(token!, 'GET', 'access-tokens')).status).toBe(200);
  await send(OPERATORS, 'POST', `people/${ada.id}/deactivate`, {});
  expect((await send(token!, 'GET', 'access-tokens')).status).toBe(401);
});

test('a token that is issued twice under one key is one token, shown once', async () => {
  const key = { 'idempotency-key': 'grafana' };
  const first = await issue(OPERATORS, {}, key);
  const again = await issue(OPERATORS, {}, key);
  expect(again).toMatchObject({ status: 201, id: first.id });
  expect(again).not.toHaveProperty('token');
  expect((await send(first.token!, 'GET', 'access-tokens')).status).toBe(200);
});

import { unknownRoute } from './unknown-route';

const routes = [
  { method: 'GET', path: '/v1/notes' },
  { method: 'POST', path: '/v1/notes' },
  { method: 'POST', path: '/v1/notes/:id/archive' },
  { method: 'POST', path: '/v1/notes/:id/archived' },
  { method: 'GET', path: '/docs' },
] as const;
const ID = '01998f6e-7a3c-7def-8a00-000000000001';

test.each([
  ['/v1/note', 'Did you mean /v1/notes?'],
  ['/V1/Notes', 'Did you mean /v1/notes?'],
  [`/v1/notes/${ID}/archve`, 'Did you mean /v1/notes/:id/archive?'],
  [`/v1/notes/${ID}/archivee`, 'Did you mean /v1/notes/:id/archive or /v1/notes/:id/archived?'],
  ['/foo', 'The reference under /docs lists every route.'],
  [`/${'a/'.repeat(1_000)}`, 'The reference under /docs lists every route.'],
])('%s', (path, advice) => {
  const problem = unknownRoute('GET', `${path}?q=1`, routes);
  expect(problem).toMatchObject({ status: 404, detail: expect.stringContaining(advice) });
});

test('a known path, another method', () => {
  expect(unknownRoute('DELETE', '/v1/notes', routes)).toMatchObject({
    status: 405,
    extensions: { allow: 'GET, POST' },
  });
  expect(unknownRoute('GET', `/v1/notes/${ID}/archive/`, routes)).toMatchObject({ extensions: { allow: 'POST' } });
});

import { announcement, urlFor } from './announcement';

test('a new token is shown, in the command, too', () => {
  const text = announcement({ url: 'http://127.0.0.1:3000', data: '/data', newToken: 'opsl_secret' });
  expect(text).toContain('opsl_secret   (shown only this once');
  expect(text).toContain('Bearer opsl_secret');
});

test('a token that was there before is not known: the command takes it from the environment', () => {
  const text = announcement({ url: 'http://127.0.0.1:3000', data: '/data' });
  expect(text).not.toContain('Admin token');
  expect(text).toContain('Bearer $OPSLEDGER_TOKEN');
  expect(text).toContain('Start once with one of your own in OPSLEDGER_TOKEN');
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:80'],
  ['0.0.0.0', 'http://127.0.0.1:80'],
  ['::', 'http://127.0.0.1:80'],
  ['::1', 'http://[::1]:80'],
  ['ops.example', 'http://ops.example:80'],
])('listening on %s is reached at %s', (host, url) => {
  expect(urlFor(host, 80)).toBe(url);
});

import { PassThrough } from 'node:stream';
import { eventually } from '@opsledger/testing';
import { PrefixedOutput } from './prefixed-output';

const ENTRY = JSON.stringify({ level: 'info', time: '2026-03-01T09:00:00.000Z', msg: 'service started' });

async function written(isTTY: boolean, environment: NodeJS.ProcessEnv = {}) {
  const to = Object.assign(new PassThrough(), { isTTY });
  const from = new PassThrough();
  new PrefixedOutput(['sla', 'incident'], to, environment).follow('sla', from, null);
  from.write(`${ENTRY}\nplain te`);
  from.end('xt\n');
  return eventually(() => {
    const text = String(to.read() ?? '');
    expect(text).toContain('plain text');
    return text;
  });
}

test('a file gets what was said, with who said it', async () => {
  expect(await written(false)).toBe(`sla      | ${ENTRY}\nsla      | plain text\n`);
});

test('a terminal gets lines for people, in colour unless it wants none', async () => {
  expect(await written(true, { NO_COLOR: '1' })).toBe(
    'sla      | 09:00:00.000 INFO  service started\nsla      | plain text\n',
  );
  expect(await written(true)).toContain('\u001b[36msla      | \u001b[0m');
});

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnusableSigningKey, loadSigningKey, loadVerifyingKey } from './signing-key';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'opsledger-test-'));
  file = join(directory, 'key.pem');
});
afterEach(() => rmSync(directory, { recursive: true }));

const publicPart = (path: string) => loadVerifyingKey(path).export({ type: 'spki', format: 'pem' });

test('is made once, private, with its public half beside it', () => {
  const key = loadSigningKey(file);
  expect(loadSigningKey(file).equals(key)).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(publicPart(`${file}.pub`)).toBe(publicPart(file));
});

test('a start that was cut short while it was made leaves nothing in the way of the next', () => {
  writeFileSync(`${file}.pub`, '');
  writeFileSync(`${file}.new`, '-----BEGIN');
  loadSigningKey(file);
  expect(publicPart(`${file}.pub`)).toBe(publicPart(file));
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each(['', '-----BEGIN PRIVATE KEY-----'])(
  'a damaged one is told with what to do, and not replaced: %j',
  (text) => {
    writeFileSync(file, text);
    expect(() => loadSigningKey(file)).toThrow(UnusableSigningKey);
    expect(() => loadSigningKey(file)).toThrow(`${file} holds no private Ed25519 key`);
  },
);

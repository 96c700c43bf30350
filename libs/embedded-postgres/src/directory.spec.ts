import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDirectory, prepareDirectory, requireReachable, requireSpace } from './directory';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'directory-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('makes what is missing, passable for the server’s account', () => {
  const made = prepareDirectory(join(root, 'a', 'b'));
  expect(statSync(made).mode & 0o777).toBe(0o711);
});

test('a path that cannot be a directory is one line with a remedy', () => {
  writeFileSync(join(root, 'file'), '');
  const told = (path: string, code: string) =>
    `Cannot write to the data directory ${path} (${code}): choose another with OPSLEDGER_DATA, or set DATABASE_URL.`;
  const [file, below] = [join(root, 'file'), join(root, 'file', 'data')];
  expect(() => prepareDirectory(below)).toThrow(told(below, 'ENOTDIR'));
  expect(() => prepareDirectory(file)).toThrow(told(file, 'EEXIST'));
});

test('a directory is made once, with its parents', () => {
  expect(makeDirectory(join(root, 'a', 'b'))).toBe(true);
  expect(makeDirectory(join(root, 'a', 'b'))).toBe(false);
  expect(statSync(join(root, 'a', 'b')).isDirectory()).toBe(true);
});

(existsSync('/proc/self') ? test : test.skip)('a parent in which nothing can be made ends it', () => {
  expect(() => prepareDirectory('/proc/nope/data')).toThrow(
    'Cannot write to the data directory /proc/nope/data (ENOENT): choose another with OPSLEDGER_DATA, or set DATABASE_URL.',
  );
});

test('too little space is told in megabytes', () => {
  expect(() => requireSpace(root, 1)).not.toThrow();
  expect(() => requireSpace(root, 1e12)).toThrow(
    /^Not enough disk space for PostgreSQL in .*: \d+ MB free, 1000000000000 MB needed\.$/,
  );
});

test('the first parent that bars the server’s account is named', () => {
  const barred = join(root, 'barred');
  mkdirSync(join(barred, 'data'), { recursive: true });
  chmodSync(root, 0o711);
  chmodSync(barred, 0o700);
  const stranger = { uid: 54_321, gid: 54_321 };

  expect(() => requireReachable(join(barred, 'data'), stranger)).toThrow(`may not enter ${barred}, which leads to`);
  chmodSync(barred, 0o711);
  expect(() => requireReachable(join(barred, 'data'), stranger)).not.toThrow();
  expect(() => requireReachable(join(barred, 'data'), {})).not.toThrow();
});

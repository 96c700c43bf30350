import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDirectory, requireReachable, requireSpace } from './directory';

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
  const path = join(root, 'file', 'data');
  expect(() => prepareDirectory(path)).toThrow(
    `Cannot write to the data directory ${path} (ENOTDIR): choose another with OPSLEDGER_DATA, or set DATABASE_URL.`,
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

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory } from './instance-lock';
import { startOf } from './process-identity';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const other = { pid: process.ppid, start: startOf(process.ppid) };

test('one process at a time; the next one when the first has given it back', () => {
  const release = lockDirectory(directory, other);
  expect(() => lockDirectory(directory)).toThrow(
    `Another Opsledger (pid ${other.pid}) works on ${directory}: stop it, or choose another directory with OPSLEDGER_DATA.`,
  );
  release();
  lockDirectory(directory)();
  expect(readdirSync(directory)).toEqual([]);
});

test('a lock whose process was killed, or whose pid now belongs to another, holds nothing', () => {
  lockDirectory(directory, { pid: 4_194_999, start: 'boot/1' });
  lockDirectory(directory, { ...other, start: 'boot/1' });
  expect(lockDirectory(directory)).toBeInstanceOf(Function);
});

test('a damaged lock holds nothing', () => {
  writeFileSync(join(directory, 'suite.lock'), '');
  expect(lockDirectory(directory)).toBeInstanceOf(Function);
});

test('only the holder’s own lock is given back', () => {
  const release = lockDirectory(directory, { pid: 4_194_999, start: 'boot/1' });
  lockDirectory(directory, other);
  release();
  expect(existsSync(join(directory, 'suite.lock'))).toBe(true);
});

test('a directory that cannot be made is one line with a remedy', () => {
  writeFileSync(join(directory, 'file'), '');
  const path = join(directory, 'file', 'data');
  expect(() => lockDirectory(path)).toThrow(
    `Cannot write to the data directory ${path} (ENOTDIR): choose another with OPSLEDGER_DATA.`,
  );
});

(existsSync('/proc/self') ? test : test.skip)('a parent in which nothing can be made ends it', () => {
  expect(() => lockDirectory('/proc/nope')).toThrow('Cannot write to the data directory /proc/nope (ENOENT)');
});

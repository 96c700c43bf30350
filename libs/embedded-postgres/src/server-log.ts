import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';

const LIMIT = 10 * 1024 * 1024;

/**
 * Opens the file the server writes its messages to. A file rather than a pipe: the server outlives
 * us when we are killed, and a pipe would then break.
 */
export function openServerLog(file: string): { fd: number; close(): void } {
  if (existsSync(file) && statSync(file).size > LIMIT) renameSync(file, `${file}.1`);
  const fd = openSync(file, 'a', 0o600);
  return { fd, close: () => closeSync(fd) };
}

/** The last message that tells why a server did not start. */
export function lastFailure(file: string, since: number): string | undefined {
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file).subarray(since).toString('utf8').split('\n');
  const failure = lines.findLast((line) => /\b(FATAL|PANIC|ERROR):/.test(line)) ?? lines.findLast(Boolean);
  return failure?.replace(/^.*?\b(FATAL|PANIC|ERROR):\s*/, '');
}

/** Bytes; 0 when there is no such file. What is written after it belongs to the next start. */
export const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);

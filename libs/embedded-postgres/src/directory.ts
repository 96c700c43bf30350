import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  realpathSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Account } from './account';
import { EmbeddedPostgresError } from './embedded-postgres-error';

const MEGABYTE = 1024 * 1024;

/**
 * Makes a directory and the parents it lacks; answers whether it was made. What `mkdirSync` offers for this goes round
 * for ever below a directory in which nothing can be made, such as /proc.
 */
export function makeDirectory(path: string): boolean {
  const directory = resolve(path);
  if (isDirectory(directory)) return false;
  if (!existsSync(dirname(directory))) makeDirectory(dirname(directory));
  try {
    mkdirSync(directory);
  } catch (error) {
    // Another process may have been faster.
    if (!isDirectory(directory)) throw error;
  }
  return true;
}

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Makes the data directory and answers its real path. */
export function prepareDirectory(directory: string): string {
  try {
    // Passable under any umask, as the server may run as another user; what is inside is private to each.
    if (makeDirectory(directory)) chmodSync(directory, 0o711);
    accessSync(directory, constants.W_OK | constants.X_OK);
    return realpathSync(directory);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
    throw new EmbeddedPostgresError(
      `Cannot write to the data directory ${directory} (${reason}): choose another with OPSLEDGER_DATA, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/** @throws EmbeddedPostgresError when less than that many megabytes are free */
export function requireSpace(directory: string, megabytes: number): void {
  const { bavail, bsize } = statfsSync(directory);
  const free = Math.floor((bavail * bsize) / MEGABYTE);
  if (free >= megabytes) return;
  throw new EmbeddedPostgresError(
    `Not enough disk space for PostgreSQL in ${directory}: ${free} MB free, ${megabytes} MB needed.`,
  );
}

/** Names the first parent that the server's account may not pass through. */
export function requireReachable(path: string, { uid, gid }: Account): void {
  if (uid === undefined) return;
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    const entry = statSync(directory);
    const bit = entry.uid === uid ? 0o100 : entry.gid === gid ? 0o010 : 0o001;
    if (!(entry.mode & bit))
      throw new EmbeddedPostgresError(
        `The user that runs PostgreSQL (uid ${uid}) may not enter ${directory}, which leads to ${path}: ` +
          'run Opsledger as a normal user, move it, or set DATABASE_URL.',
      );
    if (directory === dirname(directory)) return;
  }
}

/** Makes a directory only the server's account can look into. */
export function privateDirectory(directory: string, { uid, gid }: Account): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid);
}

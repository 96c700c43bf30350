import { execFile } from 'node:child_process';
import { chownSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account';
import type { Binaries } from './binaries';
import { USER } from './credentials';
import { privateDirectory, requireSpace } from './directory';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { cleanEnvironment } from './environment';

const VERSION = '18';
const FIRST_START_MEGABYTES = 200;

/** With what a cluster is made: the system account that owns its files, and the password of its one user. */
export interface ClusterOptions {
  readonly binaries: Binaries;
  readonly account: Account;
  readonly password: string;
  /** Off only where the data may be lost. */
  readonly fsync: boolean;
}

/**
 * Whether a complete cluster is there: one whose making was interrupted has another name.
 *
 * @param directory `postgres` in the data directory
 */
export const clusterExists = (directory: string): boolean => existsSync(join(directory, 'PG_VERSION'));

/** @throws EmbeddedPostgresError when something else is where the cluster would be */
export function requireVacant(directory: string): void {
  if (!existsSync(directory)) return;
  if (statSync(directory).isDirectory() && readdirSync(directory).length === 0) return;
  throw new EmbeddedPostgresError(
    `${directory} is there and no PostgreSQL database: move it away, or choose another data directory with OPSLEDGER_DATA.`,
  );
}

/** @throws EmbeddedPostgresError when the cluster belongs to another major version of PostgreSQL */
export function requireVersion(directory: string): void {
  const version = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  if (version === VERSION) return;
  throw new EmbeddedPostgresError(
    `${directory} was written by PostgreSQL ${version}; this is ${VERSION}: dump it with ${version} and restore, or set DATABASE_URL.`,
  );
}

/** Creates the cluster under a name of its own first, so that a crash half-way leaves nothing that looks like one. */
export async function createCluster(directory: string, options: ClusterOptions): Promise<void> {
  requireSpace(join(directory, '..'), FIRST_START_MEGABYTES);
  const draft = `${directory}.new`;
  const passwordFolder = `${directory}.password`;
  const clean = () => [draft, passwordFolder].forEach((path) => rmSync(path, { recursive: true, force: true }));
  clean();
  try {
    privateDirectory(draft, options.account);
    privateDirectory(passwordFolder, options.account);
    await initdb(draft, join(passwordFolder, 'password'), options);
    renameSync(draft, directory);
  } finally {
    clean();
  }
}

async function initdb(directory: string, passwordFile: string, options: ClusterOptions): Promise<void> {
  const { binaries, account, password, fsync } = options;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(passwordFile, account.uid, account.gid);
  const flags = [
    `--pgdata=${directory}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The operating system's collations change under an index when it is upgraded; the built-in one does not.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(fsync ? [] : ['--no-sync']),
  ];
  try {
    await promisify(execFile)(binaries.initdb, flags, { ...account, env: cleanEnvironment(), cwd: directory });
  } catch (cause) {
    const { stderr, message } = cause as Error & { stderr?: string };
    const reason = (stderr || message).trim().split('\n').at(-1);
    throw new EmbeddedPostgresError(`PostgreSQL could not create its files in ${directory}: ${reason}`, { cause });
  }
}

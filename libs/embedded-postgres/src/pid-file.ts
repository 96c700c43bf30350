import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a server says about itself in `postmaster.pid`. */
export interface PidFile {
  readonly pid: number;
  readonly port: number;
  /** `starting`, `ready`, `standby` or `stopping`; empty in the first moments. */
  readonly status: string;
}

const pathOf = (clusterDirectory: string) => join(clusterDirectory, 'postmaster.pid');

/** Undefined when there is none, or nothing readable in it yet; the pid may be that of a server that is gone. */
export function readPidFile(clusterDirectory: string): PidFile | undefined {
  try {
    const lines = readFileSync(pathOf(clusterDirectory), 'utf8').split('\n');
    const pid = Math.abs(Number(lines[0]));
    return pid > 0 ? { pid, port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Makes a left-over file harmless whose pid now belongs to some other program; the server would
 * refuse to start. It ignores its own parent's pid, so ours is put there: removing the file instead
 * would also remove the shared memory key by which it notices backends that outlived their server.
 */
export function disownPidFile(clusterDirectory: string): void {
  const [, ...rest] = readFileSync(pathOf(clusterDirectory), 'utf8').split('\n');
  writeFileSync(pathOf(clusterDirectory), [process.pid, ...rest].join('\n'));
}

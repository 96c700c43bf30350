import { execFileSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** Whether that process runs now and is a PostgreSQL process of this cluster. */
export function isServerOf(clusterDirectory: string, pid: number): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') return worksIn(clusterDirectory, pid);
  if (process.platform === 'win32') return true;
  return commandOf(pid).includes(clusterDirectory);
}

/** Every PostgreSQL process of this cluster, backends that outlived their server among them. Linux only; else none. */
export function serverProcessesOf(clusterDirectory: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && worksIn(clusterDirectory, pid));
}

/** Whether there is such a process, be it another user's, and whatever program it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A server's working directory is its cluster. A zombie has neither link, so it counts as gone. */
function worksIn(clusterDirectory: string, pid: number): boolean {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === clusterDirectory &&
      basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('postgres')
    );
  } catch {
    return false;
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What tells a running process from a later one with the same pid: when it started. `undefined` when
 * no such process runs.
 */
export function startOf(pid: number): string | undefined {
  try {
    return process.platform === 'linux' ? startInProc(pid) : startByPs(pid);
  } catch {
    return undefined;
  }
}

/** Boot and clock ticks since; the command before it in `stat` may hold spaces and brackets. */
function startInProc(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${rest[18]}`;
}

function startByPs(pid: number): string | undefined {
  if (process.platform === 'win32') return process.kill(pid, 0) ? 'running' : undefined;
  return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
}

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startSuite, type SuiteProcess } from './suite-process';

const MAIN = join(__dirname, '..', 'dist', 'distributed', 'main.js');

/** A dozen programs, on whatever machine runs the tests. */
const START_MS = 180_000;

/** One process that the supervisor keeps. */
export interface Member {
  readonly service: string;
  readonly pid: number;
}

export interface DistributedProcess extends SuiteProcess {
  /** What runs now, by the supervisor's own children. */
  members(service?: string): readonly Member[];
  /** Kills its processes, or so many of them, as a machine that fails would, and answers the process ids that went. */
  kill(service: string, most?: number): readonly number[];
}

/** Every service as a process of its own, as `npm run start:distributed` runs it. */
export async function startDistributed(
  environment: Record<string, string>,
  ...options: readonly string[]
): Promise<DistributedProcess> {
  const suite = await startSuite(environment, { main: MAIN, options, startMs: START_MS });
  const supervisor = suite.child.pid!;
  const members = (service?: string) =>
    membersOf(supervisor).filter((member) => service === undefined || member.service === service);
  return {
    ...suite,
    members,
    kill: (service, most = Infinity) =>
      members(service)
        .slice(0, most)
        .map(({ pid }) => {
          process.kill(pid, 'SIGKILL');
          return pid;
        }),
  };
}

/** Processes that another started and that run a service's main file. */
function membersOf(parent: number): readonly Member[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (Number(ppid) !== parent || state === 'Z') return [];
        const service = /apps\/([a-z-]+)\/dist\/main\.js/.exec(readFileSync(`/proc/${name}/cmdline`, 'utf8'))?.[1];
        return service ? [{ service, pid: Number(name) }] : [];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
}

/** What a running process was told; without the channel to whoever started it. */
export const environmentOf = (pid: number): Record<string, string> =>
  Object.fromEntries(
    readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .filter((entry) => entry !== '' && !entry.startsWith('NODE_CHANNEL_'))
      .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );

export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
  } catch {
    return false;
  }
}

import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Account } from './account';
import type { Binaries } from './binaries';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { cleanEnvironment } from './environment';
import { readPidFile } from './pid-file';
import { isServerOf, serverProcessesOf } from './processes';
import { lastFailure, openServerLog, sizeOf } from './server-log';
import { serverArguments, type Settings } from './settings';

/** The cluster's files and how its server is run. */
export interface Cluster {
  readonly directory: string;
  readonly logFile: string;
  readonly binaries: Binaries;
  readonly account: Account;
  readonly settings: Settings;
}

/** A server that runs: started by us, or found running. */
export interface Postmaster {
  readonly pid: number;
  /** Resolves when the process has ended, whatever ended it. */
  readonly gone: Promise<void>;
}

const POLL_MS = 20;
const WATCH_MS = 200;
/** What is kept of the time a server has to end: for its end without a checkpoint, and for that of killed processes. */
const IMMEDIATE_SHUTDOWN_MS = 1_000;
const KILL_MS = 500;
/** For a server that is told to end while it starts: it is recovering, and will again. */
const STARTING_SHUTDOWN_MS = 5_000;

/**
 * Starts a server and waits until it takes connections, through crash recovery, however long that is.
 *
 * @throws EmbeddedPostgresError when the server ends instead
 */
export async function launch(cluster: Cluster, port: number, signal: AbortSignal): Promise<Postmaster> {
  const { directory, logFile, binaries, account, settings } = cluster;
  const logged = sizeOf(logFile);
  const log = openServerLog(logFile);
  const child = spawn(binaries.postgres, ['-D', directory, '-p', String(port), ...serverArguments(settings)], {
    ...account,
    cwd: directory,
    env: cleanEnvironment(),
    stdio: ['ignore', log.fd, log.fd],
    // A session of its own: Ctrl-C in the terminal is for us, who stop it when the last request is answered.
    detached: true,
  });
  log.close();
  child.unref();

  let failure: Error | undefined;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => ((failure = error), resolve()));
  });
  let ended = false;
  void gone.then(() => (ended = true));

  while (!isReady(directory, child.pid)) {
    if (signal.aborted && child.pid) await terminate(cluster, { pid: child.pid, gone }, STARTING_SHUTDOWN_MS);
    if (ended || signal.aborted) {
      const reason = failure?.message ?? lastFailure(logFile, logged) ?? 'it was stopped';
      throw new EmbeddedPostgresError(`PostgreSQL did not start: ${reason} (log: ${logFile})`);
    }
    await delay(POLL_MS);
  }
  return { pid: child.pid!, gone };
}

/**
 * The server that runs for this cluster already, once it takes connections; `undefined` when there is none. Rejects when the
 * signal aborts.
 */
export async function findRunning(
  clusterDirectory: string,
  signal: AbortSignal,
): Promise<(Postmaster & { port: number }) | undefined> {
  for (;;) {
    signal.throwIfAborted();
    const found = readPidFile(clusterDirectory);
    if (!found || !isServerOf(clusterDirectory, found.pid)) return undefined;
    if (found.status === 'ready') return { pid: found.pid, port: found.port, gone: watch(clusterDirectory, found.pid) };
    await delay(POLL_MS);
  }
}

/**
 * Ends a server: its clients are disconnected and a checkpoint written; harsher when that takes too long. A frozen one
 * hears nothing and is killed.
 */
export async function terminate(
  cluster: Cluster,
  { pid, gone }: Postmaster,
  withinMs: number,
): Promise<'ended' | 'killed'> {
  if (!isServerOf(cluster.directory, pid)) return 'ended';
  // The timer is what keeps our process from ending first: a server that was taken over holds nothing open here.
  const within = async (ms: number) => {
    const timer = new AbortController();
    const ended = await Promise.race([gone.then(() => true), delay(ms, false, { signal: timer.signal })]);
    timer.abort();
    return ended;
  };
  send(cluster, pid, 'INT');
  if (await within(Math.max(0, withinMs - IMMEDIATE_SHUTDOWN_MS - KILL_MS))) return 'ended';
  send(cluster, pid, 'QUIT');
  if (await within(IMMEDIATE_SHUTDOWN_MS)) return 'ended';
  [pid, ...serverProcessesOf(cluster.directory)].forEach((process) => kill(process));
  await Promise.all([within(KILL_MS), noneLeft(cluster.directory, KILL_MS)]);
  return 'killed';
}

/** Killed processes are there until the system comes round to ending them; the server's own end says nothing of the others. */
async function noneLeft(clusterDirectory: string, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (serverProcessesOf(clusterDirectory).length > 0 && performance.now() < deadline) await delay(POLL_MS);
}

/**
 * Waits for backends that outlived a killed server: a new one refuses to start while they hold its
 * shared memory. Those that do not end by themselves are killed; nobody hears their results any more.
 */
export async function clearOrphans(clusterDirectory: string, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (serverProcessesOf(clusterDirectory).length > 0) {
    if (Date.now() > deadline) serverProcessesOf(clusterDirectory).forEach((process) => kill(process));
    await delay(POLL_MS);
  }
}

function isReady(clusterDirectory: string, pid: number | undefined): boolean {
  const file = readPidFile(clusterDirectory);
  return file !== undefined && file.pid === pid && file.status === 'ready';
}

async function watch(clusterDirectory: string, pid: number): Promise<void> {
  while (isServerOf(clusterDirectory, pid)) await delay(WATCH_MS, undefined, { ref: false });
}

function send({ binaries, account }: Cluster, pid: number, signal: 'INT' | 'QUIT'): void {
  // Windows has no signals; pg_ctl speaks the server's substitute for them.
  if (process.platform === 'win32') spawnSync(binaries.pgCtl, ['kill', signal, String(pid)], { ...account });
  else kill(pid, `SIG${signal}`);
}

function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

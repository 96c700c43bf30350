import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export const TOKEN = 'bench-token-0123456789abcdef0123456789abcdef';
const root = join(__dirname, '..', '..', '..');

export interface Peer {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from spawn to the first answer that says it is ready. */
  readonly startedIn: number;
  /** Resident memory of the process itself, MB. */
  residentMb(): number;
  stop(): Promise<void>;
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status < 500;
  } catch {
    return false;
  }
}

/** What `npm start` gives Node; for every peer alike. */
const NODE_FLAGS = ['--max-semi-space-size=32', '--max-old-space-size=512'];

interface Starting {
  /** For Node. */
  readonly flags?: readonly string[];
  /** For the program. */
  readonly options?: readonly string[];
  readonly within?: number;
}

/** How long a process may take to stop before it is killed; a supervisor gives its own 25 s. */
const STOP_MS = 60_000;

export async function start(
  script: string,
  environment: Record<string, string>,
  readyPath: string,
  { flags = NODE_FLAGS, options = [], within = 60_000 }: Starting = {},
): Promise<Peer> {
  const port = await freePort();
  const began = performance.now();
  const child: ChildProcess = spawn(process.execPath, [...flags, join(root, script), ...options], {
    cwd: root,
    env: { ...process.env, ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const lost = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    child.kill('SIGTERM');
    await once(child, 'exit');
    clearTimeout(lost);
  };
  const deadline = began + within;
  while (!(await answers(url + readyPath))) {
    if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode} before it was ready`);
    if (performance.now() > deadline) {
      await stop();
      throw new Error(`${script} was not ready within ${within / 1_000} s`);
    }
    await pause(20);
  }
  const pid = child.pid!;
  return {
    url,
    pid,
    startedIn: performance.now() - began,
    residentMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024,
    stop,
  };
}

/** The suite as `npm start` runs it, with its own embedded PostgreSQL under `dataDir`. */
export const startSuite = (dataDir: string): Promise<Peer> =>
  start(
    'apps/suite/dist/main.js',
    { OPSLEDGER_DATA: dataDir, OPSLEDGER_TOKEN: TOKEN, LOG_LEVEL: 'error', NODE_ENV: 'production' },
    '/health/ready',
  );

/** The suite on the given database. */
export const startSuiteOn = (databaseUrl: string): Promise<Peer> =>
  start(
    'apps/suite/dist/main.js',
    { DATABASE_URL: databaseUrl, OPSLEDGER_TOKEN: TOKEN, LOG_LEVEL: 'error', NODE_ENV: 'production' },
    '/health/ready',
  );

/** The bare route on the given database. */
export const startBareRoute = (databaseUrl: string): Promise<Peer> =>
  start('bench/dist/peers/bare-route.js', { DATABASE_URL: databaseUrl, NODE_ENV: 'production' }, '/');

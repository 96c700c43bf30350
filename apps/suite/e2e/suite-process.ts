import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually, freePort } from '@opsledger/testing';

export const TOKEN = 'opsl_end-to-end-0123456789abcdef';
const MAIN = join(__dirname, '..', 'dist', 'main.js');
const START_MS = 60_000;

/** A suite in a process of its own, as `npm start` runs it. */
export interface SuiteProcess {
  readonly child: ChildProcess;
  readonly url: string;
  output(): string;
  /** How the process ended by itself. */
  readonly ended: SpawnedSuite['ended'];
  fetch(path: string, options?: RequestInit & { token?: string }): Promise<Response>;
  /** Sends a signal and answers how the process ended. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Which program, and what it is told on its command line. */
export interface Program {
  readonly main: string;
  readonly options: readonly string[];
  /** How long it may take to start. */
  readonly startMs?: number;
  /** Whether it says to people that it is ready; yes unless told. */
  readonly announces?: boolean;
}

const IN_ONE_PROCESS: Program = { main: MAIN, options: [] };

interface SpawnedSuite {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  output(): string;
}

const spawned = new Set<SpawnedSuite>();

/** A failed test leaves nothing running that the next one would meet. */
afterEach(async () => {
  for (const { child, ended } of spawned) {
    child.kill('SIGTERM');
    await ended;
  }
  spawned.clear();
});

/** Starts the process and waits for nothing. */
export function spawnSuite(
  environment: Record<string, string>,
  { main, options }: Program = IN_ONE_PROCESS,
): SpawnedSuite {
  const { OPSLEDGER_TEST_DATABASE_URL: _ofTheTests, ...inherited } = process.env;
  const child = spawn(process.execPath, [main, ...options], {
    env: { ...inherited, HOST: '127.0.0.1', LOG_LEVEL: 'warn', OPSLEDGER_TOKEN: TOKEN, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => void (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  const suite = { child, ended, output: () => output };
  spawned.add(suite);
  return suite;
}

/** Starts a suite and waits until it is ready. */
export async function startSuite(environment: Record<string, string>, program?: Program): Promise<SuiteProcess> {
  const port = environment.PORT ?? String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const { child, ended, output } = spawnSuite({ ...environment, PORT: port }, program);
  await eventually(
    async () => {
      if (child.exitCode !== null) return;
      if (program?.announces !== false) expect(output()).toContain('Opsledger is ready.');
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    },
    { timeoutMs: program?.startMs ?? START_MS },
  );
  if (child.exitCode !== null) throw new Error(`The suite ended with ${child.exitCode}:\n${output()}`);
  return {
    child,
    url,
    output,
    ended,
    fetch: (path, { token = TOKEN, ...options } = {}) =>
      fetch(url + path, {
        ...options,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...options.headers },
      }),
    async end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

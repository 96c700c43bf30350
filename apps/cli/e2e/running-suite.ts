import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, freePort, temporaryDirectory } from '@opsledger/testing';

const root = join(__dirname, '../../..');
const TOKEN = 'opsl_end-to-end-of-the-command-line';

/** The suite in a process of its own on an empty directory, and the command line beside it. */
export interface RunningSuite {
  readonly dataDir: string;
  ask<T>(path: string): Promise<T>;
  /** Starts `opsledger`, as it is built. */
  opsledger(...args: string[]): Command;
  /** The events of the log so far, as `opsledger tail` prints them. */
  log(...filter: string[]): Promise<{ type: string; position: string }[]>;
  /** Waits until every projection and process has seen the end of the log, and none is about to add to it. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

interface Command {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; out: string; err: string }>;
}

export async function runningSuite(): Promise<RunningSuite> {
  const dataDir = temporaryDirectory();
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const { OPSLEDGER_TEST_DATABASE_URL: _ofTheTests, ...inherited } = process.env;
  const env = {
    ...inherited,
    HOST: '127.0.0.1',
    PORT: port,
    LOG_LEVEL: 'warn',
    OPSLEDGER_TOKEN: TOKEN,
    OPSLEDGER_URL: url,
  };
  const suite = spawn(process.execPath, ['apps/suite/dist/main.js'], {
    cwd: root,
    env: { ...env, OPSLEDGER_DATA: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [suite.stdout, suite.stderr])
    stream.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  const ready = async () => expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  await eventually(ready, { timeoutMs: 60_000 });
  const ask = async <T>(path: string) =>
    (await (await fetch(url + path, { headers: { authorization: `Bearer ${TOKEN}` } })).json()) as T;
  const opsledger = (...args: string[]) => command(args, env);
  const log: RunningSuite['log'] = async (...filter) =>
    (await opsledger('tail', '--from', 'start', '--no-follow', '--json', ...filter).ended).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; position: string });
  return {
    dataDir,
    ask,
    opsledger,
    log,
    caughtUp: () =>
      eventually(
        async () => {
          const { items } = await ask<{ items: { name: string; position: string }[] }>('/v1/projections');
          const { position } = (await log()).at(-1)!;
          expect(items.map((reader) => reader.position)).toEqual(items.map(() => position));
          // Clocks are looked at a moment after their record changed.
          expect(items.find(({ name }) => name === 'look-at-clocks')).toMatchObject({ planned: 0 });
        },
        { timeoutMs: 120_000, intervalMs: 250 },
      ),
    async stop() {
      const ended = suite.exitCode !== null || suite.signalCode !== null;
      if (!ended) {
        suite.kill('SIGTERM');
        await once(suite, 'exit');
      }
      rmSync(dataDir, { recursive: true, force: true });
      if (ended) throw new Error(`The suite ended by itself (${suite.exitCode ?? suite.signalCode}):\n${said}`);
    },
  };
}

function command(args: string[], env: NodeJS.ProcessEnv): Command {
  let child!: ChildProcess;
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const options = { cwd: root, env, maxBuffer: 64 * 1024 * 1024 };
    child = execFile(process.execPath, ['apps/cli/bin/opsledger.mjs', ...args], options, (_error, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    );
  });
  return { child, ended };
}

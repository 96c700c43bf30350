import { spawn, type ChildProcess } from 'node:child_process';

/**
 * A small process that outlives us when we are killed, however that is, and then ends the brokers: it sees the end of its
 * standard input. Its text is given on the command line, so that there is no file to find beside bundles and tests.
 */
const TEXT = `
const pids = new Set();
let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => {
  const lines = (rest + text).split('\\n');
  rest = lines.pop();
  for (const line of lines) line[0] === '+' ? pids.add(+line.slice(1)) : pids.delete(+line.slice(1));
});
const signal = (name) => {
  for (const pid of pids) try { process.kill(pid, name); } catch { pids.delete(pid); }
};
process.stdin.on('end', () => {
  signal('SIGTERM');
  const started = Date.now();
  setInterval(() => {
    signal(Date.now() - started > 10000 ? 'SIGKILL' : 0);
    if (pids.size === 0) process.exit();
  }, 100);
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {});
`;

/** Ends the watched processes when this one is gone: in order first, by force after ten seconds. */
export class Watchdog {
  private readonly child: ChildProcess;

  constructor() {
    this.child = spawn(process.execPath, ['-e', TEXT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    this.child.on('error', () => undefined);
    this.child.stdin?.on('error', () => undefined);
    this.child.unref();
    (this.child.stdin as unknown as { unref(): void }).unref();
  }

  watch(pid: number): void {
    this.child.stdin?.write(`+${pid}\n`);
  }

  forget(pid: number): void {
    this.child.stdin?.write(`-${pid}\n`);
  }

  end(): void {
    this.child.stdin?.end();
  }
}

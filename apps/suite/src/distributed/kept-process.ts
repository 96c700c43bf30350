import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotStart, type Started } from '@opsledger/service-host';
import type { Logger } from '@opsledger/service-kit';
import { dirname, join } from 'node:path';
import type { PlannedProcess } from './plan';
import type { PrefixedOutput } from './prefixed-output';

interface KeepingLimits {
  /** First and longest pause before a process that died is started again, in milliseconds. */
  readonly restart: readonly [first: number, longest: number];
  /** How long one must have run for its next death to count as its first. */
  readonly settled: number;
  /** How often it is asked whether it lives, how long it may take, and how often it may fail to. */
  readonly lookEvery: number;
  readonly answerWithin: number;
  readonly misses: number;
  /** How long it may take to stop before it is killed. */
  readonly stopWithin: number;
}

const KEEPING: KeepingLimits = {
  restart: [200, 10_000],
  settled: 30_000,
  lookEvery: 5_000,
  answerWithin: 5_000,
  misses: 4,
  stopWithin: 25_000,
};

/** How often a process may die before it has worked at all. */
const FIRST_ATTEMPTS = 3;

/** Keeps one process running: what dies is started again, what no longer answers is killed first. */
export class KeptProcess {
  private child?: ChildProcess;
  private deaths = 0;
  private stopping = false;
  private look?: NodeJS.Timeout;
  private restart?: NodeJS.Timeout;
  private misses = 0;
  private worked?: (started: Started) => void;
  private failed?: (error: Error) => void;

  constructor(
    private readonly plan: PlannedProcess,
    private readonly output: PrefixedOutput,
    private readonly logger: Logger,
    private readonly limits: KeepingLimits = KEEPING,
  ) {}

  get name(): string {
    return this.plan.name;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /**
   * Resolves when it works, with what it had to say then.
   *
   * @throws CannotStart when it dies again and again before that
   */
  start(): Promise<Started> {
    const working = new Promise<Started>((resolve, reject) => {
      this.worked = resolve;
      this.failed = reject;
    });
    this.spawn();
    this.look = setInterval(() => void this.lookAfter(), this.limits.lookEvery);
    return working;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.look);
    clearTimeout(this.restart);
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const killing = setTimeout(() => child.kill('SIGKILL'), this.limits.stopWithin);
    await ended;
    clearTimeout(killing);
  }

  private spawn(): void {
    const { program, environment, name } = this.plan;
    const born = performance.now();
    const child = fork(join(dirname(require.resolve(program)), 'main.js'), [], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Ctrl-C is for the supervisor, which then stops everything in order.
      detached: true,
    });
    this.child = child;
    this.misses = 0;
    this.output.follow(name, child.stdout, child.stderr);
    child.on('message', (message: Started) => this.hear(message));
    child.on('error', (error) => this.logger.error({ err: error, process: name }, 'a process could not be started'));
    child.once('exit', (code, signal) => this.mourn(performance.now() - born, signal ?? code));
  }

  private hear(message: Started): void {
    if (message.started) this.worked?.(message);
    this.worked = this.failed = undefined;
  }

  private mourn(lived: number, how: number | string | null): void {
    if (this.stopping) return;
    this.deaths = lived >= this.limits.settled ? 1 : this.deaths + 1;
    if (this.failed && this.deaths >= FIRST_ATTEMPTS)
      return this.failed(new CannotStart(`The process ${this.name} does not start: its lines above say why.`));
    const [first, longest] = this.limits.restart;
    const pause = Math.min(longest, first * 2 ** (this.deaths - 1));
    this.logger.warn({ process: this.name, ended: how, again: pause }, 'a process ended; starting it again');
    this.restart = setTimeout(() => this.spawn(), pause);
  }

  private async lookAfter(): Promise<void> {
    // Before it has begun to listen there is nothing to ask; that it ends is noticed anyhow.
    if (this.worked || !this.child) return;
    const { child } = this;
    this.misses = (await this.answers()) ? 0 : this.misses + 1;
    if (this.misses < this.limits.misses || this.stopping || child !== this.child) return;
    this.logger.warn({ process: this.name }, 'a process does not answer any more; killing it');
    child.kill('SIGKILL');
  }

  private async answers(): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(this.limits.answerWithin);
      return (await fetch(`http://127.0.0.1:${this.plan.healthPort}/health/live`, { signal })).ok;
    } catch {
      return false;
    }
  }
}

/** Resolves when the process says that it may be sent work. */
export async function untilReady({ healthPort, name }: PlannedProcess, patience: number): Promise<void> {
  const deadline = performance.now() + patience;
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${healthPort}/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    if (performance.now() > deadline)
      throw new CannotStart(`The process ${name} is not ready within ${patience / 1_000} seconds: its lines say why.`);
    await delay(100);
  }
}

import { setTimeout as delay } from 'node:timers/promises';

type Stop = (withinMs: number) => Promise<void> | void;

interface Step {
  readonly name: string;
  readonly stop: Stop;
  /** Time that no step before it may use up. */
  readonly ownMs: number;
}

/** How long a process takes to stop at most, whatever its database or its brokers do. */
const STOP_MS = 18_000;

/** For one whose callers are elsewhere: a call takes up to a minute, and containers are given somewhat more than that. */
export const CALLS_STOP_MS = 60_000;

/**
 * What was started, to be stopped in the opposite order and within one time for all of it. A step that fails, or does not end
 * while there is time, is told and does not keep the others from it.
 */
export class Teardown {
  private readonly steps: Step[] = [];
  private readonly unfinished: string[] = [];
  private running?: Promise<void>;
  private told: (error: Error) => void = () => undefined;
  /** Resolves when what was started says that it cannot go on: whoever runs the process then stops it. */
  readonly givenUp = new Promise<Error>((resolve) => (this.told = resolve));

  constructor(
    private readonly warn: (message: string) => void,
    private readonly stopMs = STOP_MS,
  ) {}

  /** @param ownMs time that is kept for this step, however long those before it take; `stop` is told how long it may take */
  add(name: string, stop: Stop, ownMs = 0): void {
    this.steps.push({ name, stop, ownMs });
  }

  /** Says that the process must end, and why. */
  giveUp(error: Error): void {
    this.told(error);
  }

  /**
   * Runs once, however often it is called.
   *
   * @param starting a start that is still under way, and ends soon: what it adds until then is stopped as well
   */
  run(starting: Promise<unknown> = Promise.resolve()): Promise<void> {
    return (this.running ??= this.runSteps(starting));
  }

  private async runSteps(starting: Promise<unknown>): Promise<void> {
    const deadline = performance.now() + this.stopMs;
    await this.runStep({ name: 'the start', stop: async () => void (await starting.catch(() => undefined)) }, deadline);
    for (let step = this.steps.pop(); step; step = this.steps.pop()) await this.runStep(step, deadline);
    if (this.unfinished.length > 0)
      this.warn(
        `Not stopped within ${this.stopMs / 1_000} seconds, and left as they were: ${this.unfinished.join(', ')}. ` +
          'Whatever was acknowledged is recorded.',
      );
  }

  private async runStep({ name, stop }: Omit<Step, 'ownMs'>, deadline: number): Promise<void> {
    const kept = this.steps.reduce((sum, { ownMs }) => sum + ownMs, 0);
    const withinMs = Math.max(0, deadline - kept - performance.now());
    const timer = new AbortController();
    const late = delay(withinMs, true, { signal: timer.signal }).catch(() => false);
    try {
      if (await Promise.race([stop(withinMs), late])) this.unfinished.push(name);
    } catch (error) {
      this.warn(`Stopping ${name} failed: ${(error as Error).message}`);
    }
    timer.abort();
  }
}

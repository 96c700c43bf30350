import { setTimeout as delay } from 'node:timers/promises';

type Step = { readonly name: string; readonly stop: () => Promise<void> | void };

/**
 * What was started, to be stopped in the opposite order; a step that fails, or takes longer than half a minute, is told
 * and does not keep the others from it.
 */
export class Teardown {
  private readonly steps: Step[] = [];
  private running?: Promise<void>;

  constructor(
    private readonly warn: (message: string) => void,
    private readonly stepMs = 30_000,
  ) {}

  add(name: string, stop: Step['stop']): void {
    this.steps.push({ name, stop });
  }

  /** Runs once, however often it is called. */
  run(): Promise<void> {
    return (this.running ??= this.runSteps());
  }

  private async runSteps(): Promise<void> {
    for (const { name, stop } of this.steps.reverse()) {
      const timer = new AbortController();
      const late = delay(this.stepMs, undefined, { signal: timer.signal }).then(
        () => this.warn(`Stopping ${name} takes too long; going on without it`),
        () => undefined,
      );
      try {
        await Promise.race([stop(), late]);
      } catch (error) {
        this.warn(`Stopping ${name} failed: ${(error as Error).message}`);
      }
      timer.abort();
    }
  }
}

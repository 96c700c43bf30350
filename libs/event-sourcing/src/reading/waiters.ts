import type { Position } from '@opsledger/event-store';

interface Waiter {
  readonly position: Position;
  readonly settle: (reached: boolean) => void;
}

/** Those who wait for a reader to come to a position. */
export class Waiters {
  private readonly waiting = new Set<Waiter>();

  get isEmpty(): boolean {
    return this.waiting.size === 0;
  }

  /** Resolves `true` when told of the position or a later one, `false` when the time is over or all are dismissed. */
  waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (reached: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(waiter);
        resolve(reached);
      };
      const waiter: Waiter = { position, settle };
      const timer = setTimeout(() => settle(false), timeoutMs);
      this.waiting.add(waiter);
    });
  }

  advance(position: Position): void {
    for (const waiter of this.waiting) if (waiter.position <= position) waiter.settle(true);
  }

  dismiss(): void {
    for (const waiter of this.waiting) waiter.settle(false);
  }
}

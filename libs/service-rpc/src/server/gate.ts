import type { Answer } from '../wire';

/** Lets calls in until it closes, so many at a time; closing waits for those that are in. */
export class Gate {
  private inWork = 0;
  private closed = false;
  private whenEmpty: (() => void)[] = [];

  constructor(private readonly most: number) {}

  /** Runs the work, or tells that nothing was begun. */
  async through<Result>(work: () => Promise<Answer<Result>>): Promise<Answer<Result>> {
    if (this.closed) return { notTaken: 'stopping' };
    if (this.inWork >= this.most) return { notTaken: 'overloaded' };
    this.inWork += 1;
    try {
      return await work();
    } finally {
      this.inWork -= 1;
      if (this.inWork === 0) for (const resolve of this.whenEmpty.splice(0)) resolve();
    }
  }

  /** Resolves when nothing is in work any more. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.inWork > 0) await new Promise<void>((resolve) => this.whenEmpty.push(resolve));
  }
}

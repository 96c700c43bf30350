import { StoreOverloaded, StoreUnavailable } from '../errors';

/** Lets appends through: those of one stream one after the other, and of all streams so many at once. */
export class AppendQueue {
  /** Settles when the last append of the stream has. */
  private readonly streams = new Map<string, Promise<void>>();
  private readonly turns: (() => void)[] = [];
  private running = 0;
  private waiting = 0;
  private closed = false;

  constructor(
    private readonly atOnce: number,
    private readonly maxWaiting: number,
  ) {}

  /**
   * @throws StoreOverloaded when too many are waiting
   * @throws StoreUnavailable when the queue was closed before its turn came
   */
  async run<Answer>(streamId: string, append: () => Promise<Answer>): Promise<Answer> {
    if (this.waiting >= this.maxWaiting) throw new StoreOverloaded(this.waiting);
    this.waiting += 1;
    const before = this.streams.get(streamId) ?? Promise.resolve();
    const mine = before.then(() => this.inTurn(append));
    const settled = mine.then(ignore, ignore);
    this.streams.set(streamId, settled);
    try {
      return await mine;
    } finally {
      if (this.streams.get(streamId) === settled) this.streams.delete(streamId);
    }
  }

  /** Refuses what has not begun; resolves when what has begun has ended. */
  async close(): Promise<void> {
    this.closed = true;
    for (const turn of this.turns.splice(0)) turn();
    await Promise.all(this.streams.values());
  }

  private async inTurn<Answer>(append: () => Promise<Answer>): Promise<Answer> {
    if (this.running >= this.atOnce) await new Promise<void>((resolve) => this.turns.push(resolve));
    this.waiting -= 1;
    if (this.closed) throw new StoreUnavailable('The event store is closed.');
    this.running += 1;
    try {
      return await append();
    } finally {
      this.running -= 1;
      this.turns.shift()?.();
    }
  }
}

const ignore = (): void => undefined;

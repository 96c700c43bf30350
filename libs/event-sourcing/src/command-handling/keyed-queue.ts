import { Overloaded } from './errors';

/** Beyond these a task is turned away at once with `Overloaded`, rather than kept waiting for ever. */
export interface QueueLimits {
  /** Tasks that may wait for one key. */
  readonly waitingPerKey: number;
  /** Tasks running or waiting, all keys together. */
  readonly total: number;
}

/** Tasks of one key run one after the other in the order they came; different keys run side by side. */
export class KeyedQueue {
  private readonly lanes = new Map<string, (() => void)[]>();
  private inside = 0;

  constructor(private readonly limits: QueueLimits = { waitingPerKey: 500, total: 20_000 }) {}

  /** Tasks running or waiting. */
  get size(): number {
    return this.inside;
  }

  /** @throws Overloaded when too many wait already */
  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    if (this.inside >= this.limits.total) throw new Overloaded(`${this.inside} commands are in work. Try again soon.`);
    const lane = this.lanes.get(key);
    if (lane && lane.length >= this.limits.waitingPerKey)
      throw new Overloaded(`${lane.length} commands wait for ${key}. Try again soon.`);

    this.inside += 1;
    if (lane) await new Promise<void>((myTurn) => lane.push(myTurn));
    else this.lanes.set(key, []);
    try {
      return await task();
    } finally {
      this.inside -= 1;
      this.callNext(key);
    }
  }

  private callNext(key: string): void {
    const next = this.lanes.get(key)?.shift();
    if (next) next();
    else this.lanes.delete(key);
  }
}

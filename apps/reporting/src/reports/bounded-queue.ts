/** Lets so much work run at once, lets some more wait for its turn, and turns the rest away. */
export class BoundedQueue {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting: number,
    private readonly refusal: (ahead: number) => Error,
  ) {}

  /** @throws what `refusal` makes of the number ahead when there is no room to wait */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.atOnce) this.running += 1;
    else if (this.waiting.length >= this.mostWaiting) throw this.refusal(this.running + this.waiting.length);
    else await new Promise<void>((turn) => this.waiting.push(turn));
    try {
      return await work();
    } finally {
      // Handed on, not given back: who asks in between must not overtake those who wait.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}

import { holding, usualPatience, type Leases } from './reservations';

interface Member {
  readonly names: readonly string[];
  /** Never rejects: whoever waits for it is told. */
  readonly work: (lost: AbortSignal) => Promise<void>;
  readonly refuse: (reason: unknown) => void;
  readonly patience: AbortSignal;
}

/** Members of one group at most. */
const GROUP = 500;

/**
 * Makes one reservation of many: what wants to hold names while another group is at work, or in the same turn of the event
 * loop, holds the names of all together. A reservation for each would cost more than the work, and those that meet in a name
 * would wait for each other.
 */
export class HeldTogether {
  private waiting: Member[] = [];
  private isTaken = false;

  /** @param prepare done once for each group, when the names are held and before any work begins */
  constructor(
    private readonly leases: Leases,
    private readonly prepare: () => Promise<void>,
    private readonly patience = usualPatience,
  ) {}

  /** As `holding`; those who hold the same name may be at work at the same time. */
  run<T>(names: readonly string[], work: (lost: AbortSignal) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.waiting.push({
        names,
        work: (lost) => work(lost).then(resolve, reject),
        refuse: reject,
        patience: this.patience(),
      });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.isTaken || this.waiting.length === 0) return;
    this.isTaken = true;
    // Not a microtask: those run between two requests that arrived together.
    setImmediate(() => void this.nextGroup());
  }

  private async nextGroup(): Promise<void> {
    const group = this.waiting.splice(0, GROUP);
    const [first] = group;
    let isHeld = false;
    try {
      await holding(
        this.leases,
        group.flatMap(({ names }) => names),
        async (lost) => {
          isHeld = true;
          await this.prepare();
          await Promise.all(group.map(({ work }) => work(lost)));
        },
        first!.patience,
      );
    } catch (error) {
      // Who came first has waited for too long; those who came later need not have.
      const over = group.filter((one) => isHeld || one === first || one.patience.aborted);
      for (const { refuse } of over) refuse(error);
      this.waiting.unshift(...group.filter((one) => !over.includes(one)));
    } finally {
      this.isTaken = false;
      this.schedule();
    }
  }
}

/** Counts what is in work, so that stopping can wait for it. */
export class InWork {
  private count = 0;
  private whenNone: (() => void)[] = [];

  begin(): void {
    this.count += 1;
  }

  end(): void {
    this.count -= 1;
    if (this.count === 0) for (const resolve of this.whenNone.splice(0)) resolve();
  }

  /** Resolves when nothing is in work. */
  async settled(): Promise<void> {
    if (this.count > 0) await new Promise<void>((resolve) => this.whenNone.push(resolve));
  }
}

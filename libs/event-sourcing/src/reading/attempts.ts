import type { Log } from '../log';

/** What is tried again in a moment, whatever comes of it: the log hears of the first failure in a row, and of its end. */
export class Attempts {
  private isFailing = false;

  /** @param meaning what holds as long as it fails, for whoever reads the log */
  constructor(
    private readonly log: Log,
    private readonly fields: object,
    private readonly meaning: string,
  ) {}

  /** Answers whether it went right; never rejects. Once the signal aborts, nothing more is told. */
  async make(attempt: () => Promise<unknown>, signal: AbortSignal): Promise<boolean> {
    try {
      await attempt();
      if (this.isFailing && !signal.aborted) this.log.info(this.fields, `Right again, after: ${this.meaning}`);
      this.isFailing = false;
      return true;
    } catch (err) {
      if (!this.isFailing && !signal.aborted) this.log.warn({ ...this.fields, err }, this.meaning);
      this.isFailing = true;
      return false;
    }
  }
}

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

  async make(attempt: () => Promise<unknown>): Promise<void> {
    try {
      await attempt();
      if (this.isFailing) this.log.info(this.fields, `Right again, after: ${this.meaning}`);
      this.isFailing = false;
    } catch (err) {
      if (!this.isFailing) this.log.warn({ ...this.fields, err }, this.meaning);
      this.isFailing = true;
    }
  }
}

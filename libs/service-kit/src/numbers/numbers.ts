import type { Pool } from 'pg';

/** How numbers are taken from the database. */
export interface NumbersOptions {
  /** Numbers taken from the database at once; 50 by default. */
  readonly block?: number;
}

/** Schema of the sequences that numbers are taken from, one for each prefix. */
export const SCHEMA = 'opsledger_numbers';

/** `if not exists` alone fails when two processes create at the same moment. */
export const CREATE_SEQUENCE = (sequence: string): string => `
  do $$ begin
    perform pg_advisory_xact_lock(hashtextextended('${SCHEMA}', 0));
    create schema if not exists ${SCHEMA};
    create sequence if not exists ${SCHEMA}.${sequence};
  end $$`;

const PREFIX = /^[A-Z]{2,8}$/;

/** Hands out record numbers, unique over all processes on one database; what a process does not use is a gap. */
export class Numbers {
  private readonly block: number;
  private readonly ranges = new Map<string, NumberRange>();

  constructor(
    private readonly pool: Pool,
    { block = 50 }: NumbersOptions = {},
  ) {
    this.block = block;
  }

  /**
   * `next('INC')` → `INC0000042`. Rarely waits: the next block is fetched when half of the present one is used.
   *
   * @throws RangeError when the prefix is not two to eight capital letters
   */
  async next(prefix: string): Promise<string> {
    let range = this.ranges.get(prefix);
    if (!range) {
      if (!PREFIX.test(prefix)) throw new RangeError(`${prefix} is no prefix: two to eight capital letters.`);
      this.ranges.set(prefix, (range = new NumberRange(this.pool, prefix.toLowerCase(), this.block)));
    }
    return prefix + String(await range.next()).padStart(7, '0');
  }
}

/** The numbers of one prefix. */
class NumberRange {
  private ready: number[] = [];
  private used = 0;
  private fetching: Promise<void> | undefined;
  private created = false;

  constructor(
    private readonly pool: Pool,
    private readonly sequence: string,
    private readonly block: number,
  ) {}

  async next(): Promise<number> {
    for (;;) {
      if (this.used < this.ready.length) break;
      await this.fetch();
    }
    const number = this.ready[this.used]!;
    this.used += 1;
    // A failure here is nobody's yet: whoever finds the block empty tries again and is told.
    if (this.ready.length - this.used <= this.block / 2) this.fetch().catch(() => undefined);
    return number;
  }

  private fetch(): Promise<void> {
    this.fetching ??= this.take().finally(() => (this.fetching = undefined));
    return this.fetching;
  }

  private async take(): Promise<void> {
    await this.create();
    const { rows } = await this.pool.query<{ numbers: string }>({
      name: `numbers of ${this.sequence}`,
      text: `select string_agg(nextval('${SCHEMA}.${this.sequence}')::text, ' ') as numbers from generate_series(1, $1)`,
      values: [this.block],
    });
    this.ready = [...this.ready.slice(this.used), ...rows[0]!.numbers.split(' ').map(Number)];
    this.used = 0;
  }

  private async create(): Promise<void> {
    if (this.created) return;
    await this.pool.query(CREATE_SEQUENCE(this.sequence));
    this.created = true;
  }
}

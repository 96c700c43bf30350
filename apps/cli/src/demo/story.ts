import type { CommandContract } from '@opsledger/contracts';
import type { Static } from '@sinclair/typebox';
import { iso } from './times';

/** One command of a story and when it was given. */
interface Step {
  readonly contract: CommandContract;
  readonly at: string;
  readonly data: object;
  /** Only they may: see `reviewer.ts`. */
  readonly byReviewer?: true;
}

/** What happened to one record, from its beginning; the first step brings it into being. */
export interface Story {
  /** The same for the same seed: what makes sending it again safe. */
  readonly key: string;
  /** Id of the record it is about, when that is there already. */
  readonly record?: string;
  readonly steps: readonly Step[];
}

/** Writes down steps in order; time only moves forward. */
export class Storyline {
  private readonly steps: Step[] = [];

  constructor(private now: number) {}

  get at(): number {
    return this.now;
  }

  /** Lets so many milliseconds pass, at least one second. */
  wait(milliseconds: number): this {
    return this.waitUntil(this.now + milliseconds);
  }

  waitUntil(at: number): this {
    this.now = Math.max(Math.round(at), this.now + 1_000);
    return this;
  }

  tell<Contract extends CommandContract>(contract: Contract, data: Static<Contract['payload']>): this {
    this.steps.push({ contract, at: iso(this.now), data: data as object });
    this.now += 1_000;
    return this;
  }

  tellAsReviewer<Contract extends CommandContract>(contract: Contract, data: Static<Contract['payload']>): this {
    this.tell(contract, data);
    this.steps.push({ ...this.steps.pop()!, byReviewer: true });
    return this;
  }

  /** What had happened by an instant; the rest is still to come. */
  until(end: number): Step[] {
    const last = iso(end);
    return this.steps.filter(({ at }) => at <= last);
  }
}

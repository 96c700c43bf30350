/** How long to wait before trying again, in milliseconds; undefined to give up. */
export type Backoff = (attempt: number) => number | undefined;

const ATTEMPTS = 9;
const FIRST_WAIT = 200;
const LONGEST_WAIT = 8_000;

/** Doubles from 0.2 s to 8 s, about half a minute in all; the jitter keeps parallel senders from coming back at once. */
export const doubling =
  (random: () => number): Backoff =>
  (attempt) =>
    attempt >= ATTEMPTS ? undefined : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1)) * (0.5 + random() / 2);

/** Something that may go well the next time. */
export class Retriable extends Error {
  constructor(
    readonly reason: unknown,
    /** The server's own wish, in milliseconds. */
    readonly after?: number,
  ) {
    super('retriable');
    this.name = 'Retriable';
  }
}

/** Runs the work until it succeeds, fails for good, or the back-off gives up: then its last reason is thrown. */
export async function retrying<T>(
  work: () => Promise<T>,
  backoff: Backoff,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Retriable)) throw error;
      const wait = backoff(attempt);
      if (wait === undefined) throw error.reason;
      await sleep(Math.max(wait, error.after ?? 0));
    }
  }
}

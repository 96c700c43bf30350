import { setTimeout as sleep } from 'node:timers/promises';
import { NotAllowed } from '../client/errors';

const LOOKS = 100;
const BETWEEN_LOOKS_MS = 50;

/** Asks with a token that has just been issued, until it is known: a moment after. */
export async function admitted<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let looked = 1; ; looked += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof NotAllowed) || looked === LOOKS) throw error;
      await sleep(BETWEEN_LOOKS_MS);
    }
  }
}

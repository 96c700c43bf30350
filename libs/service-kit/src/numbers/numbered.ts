import type { Lookup } from '../service/service-definition';

/** The lookup of a decision that needs but a number for its new record: `numbered('INC')` → `INC0000042`. */
export const numbered =
  (prefix: string): Lookup<{ readonly number: string }> =>
  async (_, { numbers }) => ({ number: await numbers.next(prefix) });

import type { Superseding } from '../incident-state';
import { inTellingOrder } from './in-telling-order';
import { sayingsIn, type Saying } from './saying';

/** What an import left out of what was told before it. */
export const leftOutBy = ({ superseded, facts }: Superseding): Saying[] =>
  sayingsIn(facts).filter(({ identity }) => superseded.includes(identity));

/** What holds, with all that the import left out again where it was. */
export function givenBack(holding: readonly Saying[], { superseded, facts }: Superseding): Saying[] {
  const places = new Set([...superseded, ...holding.map(({ identity }) => identity)]);
  return inTellingOrder(
    holding,
    sayingsIn(facts).filter(({ identity }) => places.has(identity)),
  );
}

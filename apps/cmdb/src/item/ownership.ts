import type { Reference } from '@opsledger/contracts';
import { personUnknown, teamUnknown } from './item.errors';
import type { Fields } from './item-state';

/** Whom an item names, and what is said when the directory knows no such one. */
const UNKNOWN = { owner: personUnknown, ownerTeam: teamUnknown, supportTeam: teamUnknown } as const;
type Field = keyof typeof UNKNOWN;

/** What a command says of them; null: nobody. */
export type Ownership = { readonly [F in Field]?: Reference | null };

/**
 * Owner and teams under the names the directory has for them. Who has left since may stay, but nobody is named anew whom
 * the directory does not know.
 *
 * @param known those of the command that act now
 */
export function asTheDirectoryHasIt(said: Ownership, known: Ownership, before: Fields = {}): Ownership {
  const named = (Object.keys(UNKNOWN) as Field[]).flatMap((field) => {
    const reference = said[field];
    if (!reference) return [];
    const current = before[field] as Reference | undefined;
    const found = known[field] ?? (current?.id === reference.id ? current : undefined);
    if (!found) throw UNKNOWN[field](reference.id);
    return [[field, found] as const];
  });
  return Object.fromEntries(named);
}

import type { ChangePersonEmail, CommandOf, PersonEvent, Reference } from '@opsledger/contracts';
import { keysOf, type KnownPerson } from '../person-state';
import { emailTaken } from '../person.errors';

/** Another active person who has the address already. */
export interface ChangePersonEmailLookups {
  readonly emailOf: Reference | null;
}

type Command = CommandOf<typeof ChangePersonEmail, ChangePersonEmailLookups>;

export const changePersonEmail = ({ data, lookups }: Command, state: KnownPerson): PersonEvent[] => {
  if (data.email === state.email) return [];
  if (data.email && lookups.emailOf) throw emailTaken(data.email, lookups.emailOf);
  return [
    { type: 'PersonEmailChanged', data: { keys: keysOf(state), email: { before: state.email, after: data.email } } },
  ];
};

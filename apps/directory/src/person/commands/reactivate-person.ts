import type { CommandOf, PersonEvent, ReactivatePerson } from '@opsledger/contracts';
import { keysOf, type KnownPerson } from '../person-state';
import { emailTakenMeanwhile, signInTakenMeanwhile } from '../person.errors';
import type { RegisterPersonLookups } from './register-person';

/** What a person had may have been given to somebody else while they were away. */
export type ReactivatePersonLookups = RegisterPersonLookups;

type Command = CommandOf<typeof ReactivatePerson, ReactivatePersonLookups>;

export const reactivatePerson = ({ id, lookups }: Command, state: KnownPerson): PersonEvent[] => {
  if (state.status === 'active') return [];
  const person = { id, name: state.name };
  if (state.email && lookups.emailOf) throw emailTakenMeanwhile(person, state.email, lookups.emailOf);
  if (lookups.oidcSubjectOf) throw signInTakenMeanwhile(person, lookups.oidcSubjectOf);
  return [{ type: 'PersonReactivated', data: { keys: keysOf(state, { active: true }) } }];
};

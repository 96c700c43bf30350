import type { CommandOf, PersonEvent, Reference, RegisterPerson } from '@opsledger/contracts';
import type { Person } from '../person-state';
import { emailTaken, signInTaken } from '../person.errors';

export interface RegisterPersonLookups {
  /** Other active people who already have what this one wants. */
  readonly emailOf: Reference | null;
  readonly oidcSubjectOf: Reference | null;
}

type Command = CommandOf<typeof RegisterPerson, RegisterPersonLookups>;

export const registerPerson = ({ data, lookups }: Command, state: Person): PersonEvent[] => {
  if (state.status !== 'unknown') return [];
  if (data.email && lookups.emailOf) throw emailTaken(data.email, lookups.emailOf);
  if (data.oidcSubject && lookups.oidcSubjectOf) throw signInTaken(lookups.oidcSubjectOf);

  const keys = { name: data.name, active: true };
  const registered: PersonEvent = {
    type: 'PersonRegistered',
    data: { keys, email: data.email ?? null, oidcSubject: data.oidcSubject ?? null },
  };
  const roles = data.roles ?? ['requester'];
  if (roles.length === 0) return [registered];
  return [registered, { type: 'RolesGranted', data: { keys, granted: roles, roles: { before: [], after: roles } } }];
};

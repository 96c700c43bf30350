import type { PersonEvent, PersonKeys, Role } from '@opsledger/contracts';

interface Known {
  readonly name: string;
  readonly email: string | null;
  readonly oidcSubject: string | null;
  readonly roles: readonly Role[];
}

export type Person =
  { readonly status: 'unknown' } | ({ readonly status: 'active' } & Known) | ({ readonly status: 'inactive' } & Known);

export type KnownPerson = Exclude<Person, { status: 'unknown' }>;

export const isKnown = (state: Person): state is KnownPerson => state.status !== 'unknown';

/** Accepts every recorded fact. */
export function evolve(state: Person, event: PersonEvent): Person {
  if (event.type === 'PersonRegistered') {
    const { keys, email, oidcSubject } = event.data;
    return { status: 'active', name: keys.name, email, oidcSubject, roles: [] };
  }
  if (state.status === 'unknown') return state;
  switch (event.type) {
    case 'PersonRenamed':
      return { ...state, name: event.data.name.after };
    case 'PersonEmailChanged':
      return { ...state, email: event.data.email.after };
    case 'PersonDeactivated':
      return { ...state, status: 'inactive' };
    case 'PersonReactivated':
      return { ...state, status: 'active' };
    case 'RolesGranted':
    case 'RolesRevoked':
      return { ...state, roles: event.data.roles.after };
    default:
      return event satisfies never;
  }
}

/** What every event of a person carries, as it stands after the event unless the event changes it. */
export const keysOf = (state: KnownPerson, changed: Partial<PersonKeys> = {}): PersonKeys => ({
  name: state.name,
  active: state.status === 'active',
  ...changed,
});

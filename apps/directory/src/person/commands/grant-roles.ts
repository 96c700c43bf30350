import type { CommandOf, GrantRoles, PersonEvent } from '@opsledger/contracts';
import { keysOf, type KnownPerson } from '../person-state';
import { personInactive } from '../person.errors';

export const grantRoles = ({ id, data }: CommandOf<typeof GrantRoles>, state: KnownPerson): PersonEvent[] => {
  if (state.status === 'inactive') throw personInactive({ id, name: state.name });
  const granted = data.roles.filter((role) => !state.roles.includes(role));
  if (granted.length === 0) return [];
  const roles = { before: [...state.roles], after: [...state.roles, ...granted] };
  return [{ type: 'RolesGranted', data: { keys: keysOf(state), granted, roles } }];
};

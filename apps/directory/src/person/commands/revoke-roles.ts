import type { CommandOf, PersonEvent, RevokeRoles } from '@opsledger/contracts';
import { keysOf, type KnownPerson } from '../person-state';
import { locksYourselfOut } from '../person.errors';

export const revokeRoles = ({ id, data, actor }: CommandOf<typeof RevokeRoles>, state: KnownPerson): PersonEvent[] => {
  const revoked = data.roles.filter((role) => state.roles.includes(role));
  if (revoked.length === 0) return [];
  if (actor.id === id && revoked.includes('admin')) throw locksYourselfOut('take the admin role from');
  const roles = { before: [...state.roles], after: state.roles.filter((role) => !revoked.includes(role)) };
  return [{ type: 'RolesRevoked', data: { keys: keysOf(state), revoked, roles } }];
};

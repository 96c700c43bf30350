import type { Role } from '@opsledger/contracts';

/** Those of the roles that somebody with `held` may use; an administrator may do everything. */
export const heldRoles = (roles: readonly Role[], held: readonly Role[]): Role[] =>
  roles.filter((role) => held.includes(role) || held.includes('admin'));

import type { AccessTokenEvent, CommandOf, IssueAccessToken, Role, TokenHolder } from '@opsledger/contracts';
import type { AccessToken } from '../access-token-state';
import { expiryPassed, holderInactive, holderUnknown, rolesNotHeld } from '../access-token.errors';
import { heldRoles } from '../held-roles';

export interface IssueAccessTokenLookups {
  /** Whose token it shall be; null when none was named, or there is no such person. */
  readonly person: { readonly name: string; readonly active: boolean; readonly roles: readonly Role[] } | null;
}

type Command = CommandOf<typeof IssueAccessToken, IssueAccessTokenLookups>;

export const issueAccessToken = (command: Command, state: AccessToken): AccessTokenEvent[] => {
  const { data, now } = command;
  if (state.status !== 'unknown') return [];

  const expiresAt = data.expiresAt ? new Date(data.expiresAt).toISOString() : null;
  if (expiresAt && expiresAt <= new Date(now).toISOString()) throw expiryPassed(expiresAt);
  const { tokenHash, label, roles } = data;
  return [{ type: 'AccessTokenIssued', data: { tokenHash, holder: holderOf(command), roles, label, expiresAt } }];
};

function holderOf({ id, data, lookups }: Command): TokenHolder {
  if (!data.person) return { id, name: data.label, kind: 'service' };
  if (!lookups.person) throw holderUnknown(data.person);

  const holder = { id: data.person, name: lookups.person.name };
  if (!lookups.person.active) throw holderInactive(holder);
  const held = heldRoles(data.roles, lookups.person.roles);
  const missing = data.roles.filter((role) => !held.includes(role));
  if (missing.length > 0) throw rolesNotHeld(holder, missing);
  return { ...holder, kind: 'person' };
}

import { accessTokenId, type AuthenticateToken, type ParamsOf, type ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { heldRoles } from '../access-token/held-roles';
import { Standings, inForce } from '../records/standings';

type Answer = ResultOf<typeof AuthenticateToken>;

export async function authenticateToken(
  { tokenHash, id = accessTokenId(tokenHash) }: ParamsOf<typeof AuthenticateToken>,
  { store, clock }: QueryContext,
): Promise<Answer> {
  const standings = Standings.of(store);
  const now = clock().toISOString();
  const token = await standings.accessToken(id);
  if (token.status !== 'issued' || token.tokenHash !== tokenHash) return null;
  if (token.expiresAt !== null && token.expiresAt <= now) return null;

  const { holder, expiresAt } = token;
  if (holder.kind === 'service') return { actor: holder, roles: [...token.roles], expiresAt };
  const person = await standings.person(holder.id);
  if (!person || !inForce(person, now)) return null;
  // Name and roles as they are now: what was granted to the token never outlives what the person holds.
  const actor = { ...holder, name: person.name };
  return { actor, roles: heldRoles(token.roles, person.roles), expiresAt };
}

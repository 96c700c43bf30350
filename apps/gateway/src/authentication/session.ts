import type { Role } from '@opsledger/contracts';
import type { Actor } from '@opsledger/event-store';
import { Problem } from '@opsledger/service-kit';

/** Who asks, and in which roles. */
export interface Session {
  readonly actor: Actor;
  readonly roles: readonly Role[];
  readonly isAdmin: boolean;
  /** Unix milliseconds after which the token is not good any more; Infinity when it does not expire. */
  readonly until: number;
  /** Id of the token's record. */
  readonly tokenId: string;
  /** Names the token in rate limits; not the token itself. */
  readonly tokenHash: string;
}

/** @throws Problem 403 unless the session holds one of the roles; `admin` holds all */
export function requireRole(session: Session, roles: readonly Role[]): void {
  if (session.isAdmin || session.roles.some((role) => roles.includes(role))) return;
  const needed = [...new Set([...roles, 'admin'])].join(' or ');
  throw new Problem(
    403,
    'role-needed',
    'Not allowed',
    `This needs the role ${needed}; ${session.actor.name} has ${session.roles.join(', ') || 'none'}.`,
  );
}

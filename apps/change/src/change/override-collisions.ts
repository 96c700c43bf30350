import type { ChangeEvent, Collision } from '@opsledger/contracts';
import { keyOf } from '../collisions/collisions';
import { collisionUnresolved, overrideNotPermitted } from './change.errors';
import { keysOf, type KnownChange } from './change-state';

interface Overriding {
  readonly data: { readonly overrideCollisions?: { readonly reason: string } };
  readonly roles?: readonly string[];
}

/** A change manager's word that it is done in spite of these collisions. Throws when it is needed and not given. */
export function overrideCollisions(
  { data, roles }: Overriding,
  state: KnownChange,
  collisions: readonly Collision[],
): ChangeEvent[] {
  if (collisions.length === 0) return [];
  if (!data.overrideCollisions) throw collisionUnresolved(state, collisions);
  if (!roles?.some((role) => role === 'change-manager' || role === 'admin')) throw overrideNotPermitted(state);
  const { reason } = data.overrideCollisions;
  return [{ type: 'ChangeCollisionsOverridden', data: { keys: keysOf(state), collisions: [...collisions], reason } }];
}

/** Those that nobody has overridden since the change was last planned. */
export function notOverridden({ details }: KnownChange, collisions: readonly Collision[]): Collision[] {
  const known = new Set(details.overridden.map(keyOf));
  return collisions.filter((collision) => !known.has(keyOf(collision)));
}

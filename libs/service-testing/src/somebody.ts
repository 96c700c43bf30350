import type { Reference, Role } from '@opsledger/contracts';
import type { Actor } from '@opsledger/event-store';

/** Who gives a command or asks a query in a spec, and in which roles. */
export interface Somebody {
  readonly actor: Actor;
  readonly roles: readonly Role[];
}

/** A person for specs, with the roles they act in. */
export const person = (id: string, name: string, ...roles: Role[]): Somebody => ({
  actor: { id, name, kind: 'person' },
  roles,
});

/** Somebody as records name them. */
export const referenceTo = ({ actor }: Somebody): Reference => ({ id: actor.id, name: actor.name });

/** An agent. */
export const ADA = person('p-ada', 'Ada Agent', 'agent');

/** An administrator. */
export const ROOT = person('p-root', 'Root', 'admin');

/** A requester. */
export const CARLA = person('p-carla', 'Carla Caller', 'requester');

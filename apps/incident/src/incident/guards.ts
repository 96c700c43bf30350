import { isStaff, type Reference } from '@opsledger/contracts';
import { existingOr, type Command } from '@opsledger/event-sourcing';
import { incidentEnded, incidentNotFound, incidentNotOpen } from './incident.errors';
import { isKnown, isOpen, type KnownIncident, type OpenIncident } from './incident-state';
import { possibleMoves } from './transitions';

/** A decision on an incident that exists and was not withdrawn. */
export const existing = existingOr(isKnown, incidentNotFound);

/** Staff see every incident; requesters those they called in or watch. */
export const maySee = (
  asking: Pick<Command, 'actor' | 'roles'>,
  { caller, watchers }: { readonly caller: Reference | null; readonly watchers: readonly Reference[] },
): boolean => isStaff(asking) || caller?.id === asking.actor.id || watchers.some(({ id }) => id === asking.actor.id);

/** Requesters act on what they may see. Other incidents do not exist for them. */
export function requireOwn(command: Command, { details }: KnownIncident): void {
  if (!maySee(command, details)) throw incidentNotFound(command.id);
}

/** @param what verb phrase for the refusal, e.g. `it is assigned` */
export function requireOpen(state: KnownIncident, what: string): asserts state is OpenIncident {
  if (!isOpen(state)) throw incidentNotOpen(state, what, possibleMoves(state.status));
}

/** Open or resolved. */
export function requireNotEnded(state: KnownIncident, what: string): void {
  if (state.status === 'closed' || state.status === 'canceled') throw incidentEnded(state, what);
}

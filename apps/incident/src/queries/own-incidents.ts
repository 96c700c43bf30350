import { isStaff, type Reference } from '@opsledger/contracts';
import type { Actor } from '@opsledger/event-store';
import { notFound } from '@opsledger/service-kit';

/** Who asks, or gives a command. */
interface Asking {
  readonly actor: Actor;
  readonly roles?: readonly string[];
}

/** Staff see every incident; requesters those they called in or watch. */
export const seesAll = (asking: Asking): boolean => isStaff(asking);

export const maySee = (
  asking: Asking,
  { caller, watchers }: { readonly caller: Reference | null; readonly watchers: readonly Reference[] },
): boolean => seesAll(asking) || caller?.id === asking.actor.id || watchers.some(({ id }) => id === asking.actor.id);

/** The same words for what is not there and what is not theirs, so that nobody learns which it is. */
export const noSuchIncident = (name: string) =>
  notFound(`There is no incident ${name}, or it is not yours to see. Check the id or number.`);

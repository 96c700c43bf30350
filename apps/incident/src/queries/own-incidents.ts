import { isStaff, type Reference } from '@opsledger/contracts';
import { notFound, type QueryContext } from '@opsledger/service-kit';

/** Staff see every incident; requesters those they called in or watch. */
export const seesAll = (context: Pick<QueryContext, 'actor' | 'roles'>): boolean => isStaff(context);

export const maySee = (
  context: Pick<QueryContext, 'actor' | 'roles'>,
  { caller, watchers }: { readonly caller: Reference | null; readonly watchers: readonly Reference[] },
): boolean => seesAll(context) || caller?.id === context.actor.id || watchers.some(({ id }) => id === context.actor.id);

/** The same words for what is not there and what is not theirs, so that nobody learns which it is. */
export const noSuchIncident = (name: string) =>
  notFound(`There is no incident ${name}, or it is not yours to see. Check the id or number.`);

import { isStaff } from '@opsledger/contracts';
import { notFound, type QueryContext } from '@opsledger/service-kit';

/** Staff see every incident, and of each what they keep to themselves. */
export const seesAll = (context: Pick<QueryContext, 'actor' | 'roles'>): boolean => isStaff(context);

/** The same words for what is not there and what is not theirs, so that nobody learns which it is. */
export const noSuchIncident = (name: string) =>
  notFound(`There is no incident ${name}, or it is not yours to see. Check the id or number.`);

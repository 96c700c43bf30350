import { notFound } from '@opsledger/service-kit';

/** Which record is asked for. */
export interface Named {
  readonly id: string;
  readonly asOf?: string;
}
export const missing = (what: string, name: string) =>
  notFound(`There is no ${what} ${name}, or it is not yours to see. Check the id or number.`);

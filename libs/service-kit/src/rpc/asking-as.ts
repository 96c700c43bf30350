import type { ParamsOf, QueryContract, ResultOf } from '@opsledger/contracts';
import type { Position } from '@opsledger/event-store';
import type { Services } from './messages';
import { serviceActor } from './service-actor';

/** Asks another service; rejects with its `Problem`. The answer has seen what was there at the position, if one is given. */
export type Ask = <Query extends QueryContract<string, any, any>>(
  services: Services,
  query: Query,
  params: ParamsOf<Query>,
  position?: Position,
) => Promise<ResultOf<Query>>;

/**
 * Questions of one service to others, for itself and on nobody's behalf.
 *
 * @param service as its contracts call it, e.g. `incident`
 */
export function askingAs(service: string): Ask {
  const actor = serviceActor(service);
  return async (services, query, params, position) =>
    (await services.query({
      service: query.service,
      type: query.name,
      params: params as object,
      actor,
      ...(position !== undefined && { position }),
    })) as ResultOf<typeof query>;
}

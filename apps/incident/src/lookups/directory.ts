import type { CheckMembership, ParamsOf, Reference, ResultOf } from '@opsledger/contracts';
import { serviceActor, type Services } from '@opsledger/service-kit';

const ASKING = serviceActor('incident');

/** Asks the directory whether a team takes work, and whether a person is a member of it then. */
export const membership = (
  services: Services,
  params: ParamsOf<typeof CheckMembership>,
): Promise<ResultOf<typeof CheckMembership>> =>
  services.query({ service: 'directory', type: 'CheckMembership', params, actor: ASKING }) as Promise<
    ResultOf<typeof CheckMembership>
  >;

export const teamNamed = async (services: Services, teamId: string, at: string): Promise<Reference | null> =>
  (await membership(services, { teamId, at })).team;

import { CheckMembership, type ResultOf } from '@opsledger/contracts';
import { serviceActor, type Services } from '@opsledger/service-kit';
import type { Ownership } from '../item/ownership';

const ASKING = serviceActor('cmdb');

/** Owner and teams that are named and act at the instant, as the directory calls them. */
export async function knownOwnership(services: Services, said: Ownership, at: string): Promise<Ownership> {
  const ask = (teamId: string, personId?: string): Promise<ResultOf<typeof CheckMembership>> => {
    const params = { teamId, at, ...(personId !== undefined && { personId }) };
    const { service, name: type } = CheckMembership;
    return services.query({ service, type, params, actor: ASKING }) as Promise<ResultOf<typeof CheckMembership>>;
  };
  const team = async (id: string | undefined) => (id === undefined ? null : (await ask(id)).team);
  // A person is asked for together with a team; whether there is one of that id does not matter.
  const person = async (id: string | undefined) => (id === undefined ? null : (await ask(id, id)).person);
  const [owner, ownerTeam, supportTeam] = await Promise.all([
    person(said.owner?.id),
    team(said.ownerTeam?.id),
    team(said.supportTeam?.id),
  ]);
  return { owner, ownerTeam, supportTeam };
}

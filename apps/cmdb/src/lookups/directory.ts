import { CheckMembership } from '@opsledger/contracts';
import { askingAs, type Services } from '@opsledger/service-kit';
import type { Ownership } from '../item/ownership';

const ask = askingAs('cmdb');

/** Owner and teams that are named and act at the instant, as the directory calls them. */
export async function knownOwnership(services: Services, said: Ownership, at: string): Promise<Ownership> {
  const membership = (teamId: string, personId?: string) =>
    ask(services, CheckMembership, { teamId, at, ...(personId !== undefined && { personId }) });
  const team = async (id: string | undefined) => (id === undefined ? null : (await membership(id)).team);
  // A person is asked for together with a team; whether there is one of that id does not matter.
  const person = async (id: string | undefined) => (id === undefined ? null : (await membership(id, id)).person);
  const [owner, ownerTeam, supportTeam] = await Promise.all([
    person(said.owner?.id),
    team(said.ownerTeam?.id),
    team(said.supportTeam?.id),
  ]);
  return { owner, ownerTeam, supportTeam };
}

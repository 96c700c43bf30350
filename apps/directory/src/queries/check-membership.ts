import type { CheckMembership, ParamsOf, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { Standings, inForce } from '../records/standings';

export async function checkMembership(
  { teamId, personId, at }: ParamsOf<typeof CheckMembership>,
  { store }: QueryContext,
): Promise<ResultOf<typeof CheckMembership>> {
  const standings = Standings.of(store);
  const then = new Date(at).toISOString();
  const [team, person] = await Promise.all([
    standings.team(teamId),
    personId === undefined ? null : standings.person(personId),
  ]);
  return {
    team: team && inForce(team, then) ? { id: teamId, name: team.name } : null,
    person: personId !== undefined && person && inForce(person, then) ? { id: personId, name: person.name } : null,
    member: personId !== undefined && team !== null && team.hadMember(personId, then),
  };
}

import { AddTeamMember, DeactivatePerson, FormTeam, RegisterPerson, type CommandContract } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { inParallel } from '../client/in-parallel';
import type { Cast } from './cast';
import { TEAMS, type TeamKey } from './catalogue';
import { companyOf, type Person } from './company';
import { describe, type DemoMark } from './demo-mark';
import { randomOf } from './random';
import { DAY, iso } from './times';
import { yearBefore, type DemoPlan } from './year';

const IN_FLIGHT = 16;

/** A year with few incidents needs few people to report them. */
const callersFor = ({ incidents }: DemoPlan): number => Math.min(180, 20 + incidents);

/** Makes the directory know the demo's teams and people, and answers with the ids they have there. */
export async function setUpCompany(plan: DemoPlan, mark: DemoMark, api: Api): Promise<Omit<Cast, 'item'>> {
  const from = yearBefore(plan.until);
  const company = companyOf(randomOf(`${plan.seed}/company`), from, plan.until, callersFor(plan));
  const founded = from - 500 * DAY;
  const give = (contract: CommandContract, key: string, at: number, data: object, id?: string): Promise<Receipt> =>
    api.post(pathOf(contract, id), data, {
      'idempotency-key': `demo/${plan.seed}/${key}`,
      'opsledger-occurred-at': iso(at),
    });

  const teamIds = new Map<TeamKey, string>();
  // The service desk goes first: its description says which demo this is.
  for (const { key, name } of TEAMS) {
    const description = key === 'desk' ? { description: describe(mark) } : {};
    const { id } = await give(FormTeam, `team/${key}`, founded, { name, ...description });
    teamIds.set(key, id);
  }
  const personIds = new Map<string, string>();
  const introduce = async (person: Person): Promise<void> => {
    const { key, name, email, joined, left, memberships } = person;
    const roles = memberships.length > 0 ? ['agent'] : ['requester'];
    const { id } = await give(RegisterPerson, key, joined, { name, email, roles });
    personIds.set(key, id);
    for (const [index, { team, from, to }] of memberships.entries()) {
      const period = { person: id, from: iso(from), ...(to === null ? {} : { to: iso(to) }) };
      await give(AddTeamMember, `${key}/membership-${index + 1}`, from, period, teamIds.get(team));
    }
    if (left !== null) await give(DeactivatePerson, `${key}/left`, left, { reason: 'Left the company.' }, id);
  };
  await inParallel([...company.agents, ...company.employees], IN_FLIGHT, introduce);
  return {
    company,
    teamId: (team) => teamIds.get(team)!,
    reference: ({ key, name }) => ({ id: personIds.get(key)!, name }),
  };
}

import type { Reference } from '@opsledger/contracts';
import type { TeamKey } from './catalogue';
import { membersAt, type Company, type Person } from './company';
import type { Random } from './random';

/** The company with the ids that the directory gave its teams and people. */
export interface Cast {
  readonly company: Company;
  readonly teamId: (team: TeamKey) => string;
  readonly reference: (person: Person) => Reference;
  /** A service, or another configuration item, by its key in the catalogue. */
  readonly item: (key: string) => Reference;
}

/** Somebody of a team at an instant, who then holds the incident; nobody when the team is empty just then. */
export function memberOf({ company }: Cast, team: TeamKey, at: number, random: Random): Person | undefined {
  const members = membersAt(company, team, at);
  return members.length === 0 ? undefined : random.pick(members);
}

export const assignmentTo = (cast: Cast, team: TeamKey, person: Person | undefined) => ({
  teamId: cast.teamId(team),
  ...(person ? { personId: cast.reference(person).id } : {}),
});

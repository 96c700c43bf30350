import type { CheckMembership, Reference, ResultOf } from '@opsledger/contracts';
import { personNotInTeam, personUnknown, teamUnknown } from './change.errors';

/** What the directory says about a team, and perhaps a person of it. */
export type Membership = ResultOf<typeof CheckMembership>;

interface Asked {
  readonly teamId: string;
  readonly personId?: string;
}

/** Team and person as the directory names them. Throws when they cannot carry a change out. */
export function assignee(
  { teamId, personId }: Asked,
  membership: Membership | undefined,
): { team: Reference; person: Reference | null } {
  if (!membership?.team) throw teamUnknown(teamId);
  const { team, person, member } = membership;
  if (personId === undefined) return { team, person: null };
  if (!person) throw personUnknown(personId);
  if (!member) throw personNotInTeam(person, team);
  return { team, person };
}

import type { Reference, ResultOf } from '../kit';
import type { CheckMembership } from './queries';

/** What the directory says about a team, and perhaps a person of it. */
export type Membership = ResultOf<typeof CheckMembership>;

/** How a service says no to a team or a person. */
export interface AssignmentRefusals {
  readonly teamUnknown: (teamId: string) => Error;
  readonly personUnknown: (personId: string) => Error;
  readonly personNotInTeam: (person: Reference, team: Reference) => Error;
}

interface Asked {
  readonly teamId: string;
  readonly personId?: string;
}

/**
 * Who takes a record: team and person as the directory names them. Pure; the answer throws the service's own refusal
 * when the team takes no work, or the person is unknown or no member of it.
 */
export const assigneeOr =
  (refused: AssignmentRefusals) =>
  ({ teamId, personId }: Asked, membership: Membership | undefined): { team: Reference; person: Reference | null } => {
    if (!membership?.team) throw refused.teamUnknown(teamId);
    const { team, person, member } = membership;
    if (personId === undefined) return { team, person: null };
    if (!person) throw refused.personUnknown(personId);
    if (!member) throw refused.personNotInTeam(person, team);
    return { team, person };
  };

import type { TeamEvent } from '@opsledger/contracts';
import { RecordNotFound, aggregate, existingOr } from '@opsledger/event-sourcing';
import { addTeamMember } from './commands/add-team-member';
import { correctTeamMembership } from './commands/correct-team-membership';
import { disbandTeam } from './commands/disband-team';
import { endTeamMembership } from './commands/end-team-membership';
import { formTeam } from './commands/form-team';
import { renameTeam } from './commands/rename-team';
import { setTeamCalendar } from './commands/set-team-calendar';
import { evolve, isKnown, type Team } from './team-state';

const existing = existingOr(isKnown, (id) => new RecordNotFound('team', id));

export const team = aggregate<Team, TeamEvent>({
  category: 'team',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    FormTeam: formTeam,
    RenameTeam: existing(renameTeam),
    SetTeamCalendar: existing(setTeamCalendar),
    DisbandTeam: existing(disbandTeam),
    AddTeamMember: existing(addTeamMember),
    EndTeamMembership: existing(endTeamMembership),
    CorrectTeamMembership: existing(correctTeamMembership),
  },
});

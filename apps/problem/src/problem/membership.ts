import { assigneeOr } from '@opsledger/contracts';
import { personNotInTeam, personUnknown, teamUnknown } from './problem.errors';

export type { Membership } from '@opsledger/contracts';

/** Team and person as the directory names them; refused when they cannot take it. */
export const assignee = assigneeOr({ teamUnknown, personUnknown, personNotInTeam });

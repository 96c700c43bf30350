import type { AssignIncident, CommandOf, IncidentEvent } from '@opsledger/contracts';
import { requireOpen } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';
import { assignee, type Membership } from '../membership';

export interface AssignIncidentLookups {
  readonly membership: Membership;
}

type Command = CommandOf<typeof AssignIncident, AssignIncidentLookups>;

export function assignIncident({ data, lookups }: Command, state: KnownIncident): IncidentEvent[] {
  requireOpen(state, 'it is assigned');
  const { team, person, reassignments } = state.details;
  const before = { team, person };
  const after = assignee(data, lookups.membership);
  if (team?.id === after.team.id && person?.id === after.person?.id) return [];

  const isGroupChange = team !== null && team.id !== after.team.id;
  return [
    {
      type: 'IncidentAssigned',
      data: {
        keys: keysOf(state, { team: after.team }),
        assignment: { before, after },
        reassignments: reassignments + (isGroupChange ? 1 : 0),
      },
    },
  ];
}

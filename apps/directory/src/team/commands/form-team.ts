import type { CommandOf, FormTeam, Reference, TeamEvent } from '@opsledger/contracts';
import { checkCalendar } from '../calendar';
import type { Team } from '../team-state';
import { teamNameTaken } from '../team.errors';

/** Another active team of this name. */
export interface TeamNameLookups {
  readonly nameOf: Reference | null;
}

export const formTeam = (
  { data, lookups }: CommandOf<typeof FormTeam, TeamNameLookups>,
  state: Team,
): TeamEvent | TeamEvent[] => {
  if (state.status !== 'unknown') return [];
  if (lookups.nameOf) throw teamNameTaken(lookups.nameOf);
  if (data.calendar) checkCalendar(data.calendar);
  return {
    type: 'TeamFormed',
    data: {
      keys: { name: data.name, active: true },
      description: data.description ?? null,
      calendar: data.calendar ?? null,
    },
  };
};

import type { CommandOf, SetTeamCalendar, TeamEvent } from '@opsledger/contracts';
import { isDeepStrictEqual } from 'node:util';
import { checkCalendar } from '../calendar';
import { keysOf, type KnownTeam } from '../team-state';
import { teamDisbanded } from '../team.errors';

export const setTeamCalendar = (
  { id, data }: CommandOf<typeof SetTeamCalendar>,
  state: KnownTeam,
): TeamEvent | TeamEvent[] => {
  if (isDeepStrictEqual(data.calendar, state.calendar)) return [];
  if (state.status === 'disbanded') throw teamDisbanded({ id, name: state.name }, 'It works no more hours.');
  if (data.calendar) checkCalendar(data.calendar);
  const calendar = { before: state.calendar, after: data.calendar };
  return { type: 'TeamCalendarSet', data: { keys: keysOf(state), calendar } };
};

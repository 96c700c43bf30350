import type { CommandOf, RenameTeam, TeamEvent } from '@opsledger/contracts';
import { keysOf, type KnownTeam } from '../team-state';
import { teamDisbanded, teamNameTaken } from '../team.errors';
import type { TeamNameLookups } from './form-team';

export const renameTeam = (
  { id, data, lookups }: CommandOf<typeof RenameTeam, TeamNameLookups>,
  state: KnownTeam,
): TeamEvent[] => {
  if (data.name === state.name) return [];
  if (state.status === 'disbanded') throw teamDisbanded({ id, name: state.name }, 'It keeps its name.');
  if (lookups.nameOf) throw teamNameTaken(lookups.nameOf);
  const name = { before: state.name, after: data.name };
  return [{ type: 'TeamRenamed', data: { keys: keysOf(state, { name: data.name }), name } }];
};

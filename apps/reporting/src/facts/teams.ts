import type { Reference } from '@opsledger/contracts';
import type { IncidentFact } from './incident-fact';

type Held = Pick<IncidentFact, 'team_path' | 'first_team_id' | 'first_team' | 'first_assigned_at'>;

export const nobodyYet: Held = { team_path: [], first_team_id: null, first_team: null, first_assigned_at: null };

/** Given to a team, or to a person without one, or back to nobody. */
export function given(row: Held, team: Reference | null, toAnybody: boolean, at: string): Held {
  const last = row.team_path.at(-1);
  const step = { id: team?.id ?? null, name: team?.name ?? null, from: at };
  const moved = last ? last.id !== step.id : step.id !== null;
  const firstTeam = row.first_team_id === null && team ? { first_team_id: team.id, first_team: team.name } : {};
  return {
    team_path: moved ? [...row.team_path, step] : row.team_path,
    first_team_id: row.first_team_id,
    first_team: row.first_team,
    ...firstTeam,
    first_assigned_at: row.first_assigned_at ?? (toAnybody ? at : null),
  };
}

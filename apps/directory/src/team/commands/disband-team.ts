import type { CommandOf, DisbandTeam, TeamEvent } from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { instant } from '../periods';
import { keysOf, type KnownTeam } from '../team-state';

export const disbandTeam = (
  { id, data, now: at }: CommandOf<typeof DisbandTeam>,
  state: KnownTeam,
): Fact<TeamEvent>[] => {
  if (state.status === 'disbanded') return [];
  const now = instant(at);
  const keys = keysOf(state);
  const team = { id, name: state.name };
  const endings = state.memberships
    .filter(({ to }) => to === null || to > now)
    .map(({ person, from, to }): TeamEvent => {
      if (from < now) return { type: 'MemberLeftTeam', data: { keys, person, team, from, to: now } };
      // A membership that had not begun never will.
      return { type: 'MembershipCorrected', data: { keys, person, team, before: { from, to }, after: null } };
    });
  return [
    ...endings,
    { type: 'TeamDisbanded', data: { keys: keysOf(state, { active: false }), reason: data.reason ?? null } },
  ];
};

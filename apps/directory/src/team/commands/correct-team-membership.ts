import type { CommandOf, CorrectTeamMembership, TeamEvent } from '@opsledger/contracts';
import { equal, instant, overlap, period } from '../periods';
import { keysOf, type KnownTeam } from '../team-state';
import { membershipOverlaps, membershipUnknown, teamDisbanded } from '../team.errors';

export const correctTeamMembership = (
  { id, data, now: at }: CommandOf<typeof CorrectTeamMembership>,
  state: KnownTeam,
): TeamEvent[] => {
  const now = instant(at);
  const from = instant(data.from);
  const own = state.memberships.filter(({ person }) => person.id === data.person);
  const wrong = own.find((membership) => membership.from === from);
  if (!wrong) throw membershipUnknown(data.person, from, own);

  const team = { id, name: state.name };
  const after = data.period && period(data.period.from, data.period.to);
  if (after && equal(wrong, after)) return [];
  const inTheWay = after && own.find((other) => other !== wrong && overlap(other, after));
  if (inTheWay) throw membershipOverlaps(wrong.person, inTheWay);
  if (after && (after.to === null || after.to > now) && state.status === 'disbanded')
    throw teamDisbanded(team, 'Its memberships have ended: give an end that has passed.');

  const before = { from: wrong.from, to: wrong.to };
  return [{ type: 'MembershipCorrected', data: { keys: keysOf(state), person: wrong.person, team, before, after } }];
};

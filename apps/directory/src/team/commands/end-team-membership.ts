import type { CommandOf, EndTeamMembership, TeamEvent } from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { earlier, includes, instant } from '../periods';
import { keysOf, type KnownTeam } from '../team-state';
import { emptyPeriod, notAMember } from '../team.errors';

export const endTeamMembership = (
  { id, data, now }: CommandOf<typeof EndTeamMembership>,
  state: KnownTeam,
): Fact<TeamEvent>[] => {
  const at = instant(data.at ?? now);
  const own = state.memberships.filter(({ person }) => person.id === data.person);
  const current = own.find((membership) => includes(membership, at));
  if (!current) {
    if (own.some(({ to }) => to === at)) return [];
    throw notAMember(data.person, at);
  }
  const { person, from } = current;
  if (from === at) throw emptyPeriod(from, at);
  const team = { id, name: state.name };
  return [
    {
      type: 'MemberLeftTeam',
      data: { keys: keysOf(state), person, team, from, to: at },
      occurredAt: earlier(at, instant(now)),
    },
  ];
};

import type { AddTeamMember, CommandOf, Reference, TeamEvent } from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { covers, earlier, instant, overlap, period } from '../periods';
import { keysOf, type KnownTeam } from '../team-state';
import { memberInactive, membershipOverlaps, personUnknown, teamDisbanded } from '../team.errors';

export interface AddTeamMemberLookups {
  readonly person: { readonly name: string; readonly active: boolean } | null;
}

type Command = CommandOf<typeof AddTeamMember, AddTeamMemberLookups>;

export const addTeamMember = ({ id, data, now: at, lookups }: Command, state: KnownTeam): Fact<TeamEvent>[] => {
  const now = instant(at);
  if (!lookups.person) throw personUnknown(data.person);
  const person: Reference = { id: data.person, name: lookups.person.name };
  const team: Reference = { id, name: state.name };
  const asked = period(data.from ?? now, data.to);

  const own = state.memberships.filter((membership) => membership.person.id === person.id);
  if (own.some((membership) => covers(membership, asked))) return [];
  const inTheWay = own.find((membership) => overlap(membership, asked));
  if (inTheWay) throw membershipOverlaps(person, inTheWay);

  const ended = asked.to !== null && asked.to <= now;
  if (!ended && state.status === 'disbanded')
    throw teamDisbanded(team, 'Only a membership that has ended can be recorded: give `to`.');
  if (!ended && !lookups.person.active) throw memberInactive(person);

  return [
    {
      type: 'MemberJoinedTeam',
      data: { keys: keysOf(state), person, team, ...asked },
      occurredAt: earlier(asked.from, now),
    },
  ];
};

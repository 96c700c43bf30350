import type { MembershipPeriod, Reference, TeamEvent, TeamKeys, WorkingCalendar } from '@opsledger/contracts';

/** One period of one person; several of the same person never overlap. */
export interface Membership extends MembershipPeriod {
  readonly person: Reference;
}

interface Known {
  readonly name: string;
  readonly calendar: WorkingCalendar | null;
  readonly memberships: readonly Membership[];
}

export type Team =
  { readonly status: 'unknown' } | ({ readonly status: 'active' } & Known) | ({ readonly status: 'disbanded' } & Known);

export type KnownTeam = Exclude<Team, { status: 'unknown' }>;

export const isKnown = (state: Team): state is KnownTeam => state.status !== 'unknown';

/** Accepts every recorded fact. */
export function evolve(state: Team, event: TeamEvent): Team {
  if (event.type === 'TeamFormed') {
    const { keys, calendar } = event.data;
    return { status: 'active', name: keys.name, calendar, memberships: [] };
  }
  if (state.status === 'unknown') return state;
  switch (event.type) {
    case 'TeamRenamed':
      return { ...state, name: event.data.name.after };
    case 'TeamCalendarSet':
      return { ...state, calendar: event.data.calendar.after };
    case 'TeamDisbanded':
      return { ...state, status: 'disbanded' };
    case 'MemberJoinedTeam': {
      const { person, from, to } = event.data;
      return { ...state, memberships: [...state.memberships, { person, from, to }] };
    }
    case 'MemberLeftTeam': {
      const { person, from, to } = event.data;
      return { ...state, memberships: replaced(state.memberships, person.id, from, { from, to }) };
    }
    case 'MembershipCorrected': {
      const { person, before, after } = event.data;
      return { ...state, memberships: replaced(state.memberships, person.id, before.from, after) };
    }
    default:
      return event satisfies never;
  }
}

const replaced = (memberships: readonly Membership[], person: string, from: string, by: MembershipPeriod | null) =>
  memberships.flatMap((membership) => {
    if (membership.person.id !== person || membership.from !== from) return [membership];
    return by ? [{ person: membership.person, ...by }] : [];
  });

/** What every event of a team carries, as it stands after the event. */
export const keysOf = (state: KnownTeam, changed: Partial<TeamKeys> = {}): TeamKeys => ({
  name: state.name,
  active: state.status === 'active',
  ...changed,
});

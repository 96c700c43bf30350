import { Type, type Static } from '@sinclair/typebox';
import { Changed, Instant, Line, Maybe, Prose, Reference, eventsOf, type EventOf } from '../kit';
import { MembershipPeriod } from './fields';
import { WorkingCalendar } from './working-calendar';

const event = eventsOf('directory');

/** Name and standing after the event. On every event of a team. */
export const TeamKeys = Type.Object({ name: Line(200), active: Type.Boolean() });
export type TeamKeys = Static<typeof TeamKeys>;

const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: TeamKeys, ...fields });

/** Memberships are facts of the team; the team is named, too, so that a person's readers need no second look. */
const membership = { person: Reference, team: Reference };

export const TeamFormed = event(
  'TeamFormed',
  'A team came into being.',
  fact({ description: Maybe(Prose(4000)), calendar: Maybe(WorkingCalendar) }),
);

export const TeamRenamed = event('TeamRenamed', 'The team has another name.', fact({ name: Changed(Line(200)) }));

export const TeamCalendarSet = event(
  'TeamCalendarSet',
  'The working calendar of the team became known, changed or was taken away.',
  fact({ calendar: Changed(Maybe(WorkingCalendar)) }),
);

export const TeamDisbanded = event(
  'TeamDisbanded',
  'The team takes no more work; its memberships ended with it.',
  fact({ reason: Maybe(Prose(2000)) }),
);

export const MemberJoinedTeam = event(
  'MemberJoinedTeam',
  'A person is a member from an instant on, or was one for a time.',
  fact({ ...membership, from: Instant(), to: Maybe(Instant()) }),
);

export const MemberLeftTeam = event(
  'MemberLeftTeam',
  'A membership that began at `from` ended, or will end, at `to`.',
  fact({ ...membership, from: Instant(), to: Instant() }),
);

export const MembershipCorrected = event(
  'MembershipCorrected',
  'What we believed about a membership was wrong; `after` is null when there never was one.',
  fact({ ...membership, before: MembershipPeriod, after: Maybe(MembershipPeriod) }),
);

export const teamEvents = [
  TeamFormed,
  TeamRenamed,
  TeamCalendarSet,
  TeamDisbanded,
  MemberJoinedTeam,
  MemberLeftTeam,
  MembershipCorrected,
] as const;

/** Every fact about one team and who was in it. */
export type TeamEvent = EventOf<(typeof teamEvents)[number]>;

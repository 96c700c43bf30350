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

/** Recorded once for an id; `calendar` null: the hours of the team are not known. */
export const TeamFormed = event(
  'TeamFormed',
  'A team came into being.',
  fact({ description: Maybe(Prose(4000)), calendar: Maybe(WorkingCalendar) }),
);

/** `keys` have the name it has from then on. */
export const TeamRenamed = event('TeamRenamed', 'The team has another name.', fact({ name: Changed(Line(200)) }));

/** `after` null: taken away. Hours are local times of the calendar's zone. */
export const TeamCalendarSet = event(
  'TeamCalendarSet',
  'The working calendar of the team became known, changed or was taken away.',
  fact({ calendar: Changed(Maybe(WorkingCalendar)) }),
);

/** Recorded after the `MemberLeftTeam` and `MembershipCorrected` that end its memberships. */
export const TeamDisbanded = event(
  'TeamDisbanded',
  'The team takes no more work; its memberships ended with it.',
  fact({ reason: Maybe(Prose(2000)) }),
);

/** Occurred at `from`, or when it was stated where that lies ahead; `to` null: until further notice. */
export const MemberJoinedTeam = event(
  'MemberJoinedTeam',
  'A person is a member from an instant on, or was one for a time.',
  fact({ ...membership, from: Instant(), to: Maybe(Instant()) }),
);

/** Occurred at `to`, or when it was stated where that lies ahead; disbanding a team records it, too. */
export const MemberLeftTeam = event(
  'MemberLeftTeam',
  'A membership that began at `from` ended, or will end, at `to`.',
  fact({ ...membership, from: Instant(), to: Instant() }),
);

/** `before` is the period as recorded until now. A membership not begun when its team is disbanded never was. */
export const MembershipCorrected = event(
  'MembershipCorrected',
  'What we believed about a membership was wrong; `after` is null when there never was one.',
  fact({ ...membership, before: MembershipPeriod, after: Maybe(MembershipPeriod) }),
);

/** Memberships are recorded with the team, so that no two of one person in it can overlap. */
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

import { Type } from '@sinclair/typebox';
import { Id, Instant, Line, Maybe, Payload, Prose, commandsOf } from '../kit';
import { MembershipPeriod } from './fields';
import { WorkingCalendar } from './working-calendar';

const command = commandsOf('directory', 'team');
const roles = ['admin'] as const;

const memberships =
  'Periods are half open, `[from, to)`, and may lie in the past. Two periods of one person in one team never overlap: ' +
  'asking for time that is covered already records nothing, a partial overlap is refused and names the period in the way.';

/** Also refused for a calendar that makes no sense. */
export const FormTeam = command('FormTeam', {
  route: 'POST /v1/teams',
  roles,
  creates: 'or-extends',
  summary: 'Form a team',
  description:
    'An importer names the id, so that importing again adds nothing: a team that is there already is left as it is. ' +
    'The name of another active team is refused.',
  payload: Payload({
    name: Line(200),
    description: Type.Optional(Prose(4000)),
    calendar: Type.Optional(WorkingCalendar),
  }),
});

/** Refused for the name of another active team and for a disbanded one; the same name records nothing. */
export const RenameTeam = command('RenameTeam', {
  route: 'POST /v1/teams/:id/rename',
  roles,
  summary: 'Give a team another name',
  description: 'Facts recorded before keep the name the team had then.',
  payload: Payload({ name: Line(200) }),
});

/** Null takes it away. Refused for a calendar that makes no sense and for a disbanded team. */
export const SetTeamCalendar = command('SetTeamCalendar', {
  route: 'PUT /v1/teams/:id/calendar',
  roles,
  summary: 'Set or take away a team’s working calendar',
  payload: Payload({ calendar: Maybe(WorkingCalendar) }),
});

/** Final; memberships that have not begun are withdrawn, those that have ended stay. Again it records nothing. */
export const DisbandTeam = command('DisbandTeam', {
  route: 'POST /v1/teams/:id/disband',
  roles,
  summary: 'Disband a team; memberships end now',
  payload: Payload({ reason: Type.Optional(Prose(2000)) }),
});

/** Refused for a person unknown, and for time to come when the person is deactivated or the team disbanded. */
export const AddTeamMember = command('AddTeamMember', {
  route: 'POST /v1/teams/:id/members',
  roles,
  summary: 'Make a person a member, now or for a period',
  description: memberships,
  payload: Payload({
    person: Id({ description: 'Id of the person.' }),
    from: Type.Optional(Instant({ description: 'Default: now.' })),
    to: Type.Optional(Instant({ description: 'Default: until further notice.' })),
  }),
});

/** Refused when the person is no member at that instant; ending it where it ends already records nothing. */
export const EndTeamMembership = command('EndTeamMembership', {
  route: 'POST /v1/teams/:id/members/end',
  roles,
  summary: 'End a membership, now or at another instant',
  description: memberships,
  payload: Payload({
    person: Id({ description: 'Id of the person.' }),
    at: Type.Optional(Instant({ description: 'Default: now. Ends the membership that covers this instant.' })),
  }),
});

/** A `period` of null: it never was. Refused when no membership began at `from`; as it is already records nothing. */
export const CorrectTeamMembership = command('CorrectTeamMembership', {
  route: 'POST /v1/teams/:id/members/correct',
  roles,
  summary: 'Correct when a membership began or ended, or that it ever was',
  description: memberships,
  payload: Payload({
    person: Id({ description: 'Id of the person.' }),
    from: Instant({ description: 'When the membership to correct began, as recorded.' }),
    period: Maybe(MembershipPeriod),
  }),
});

/** Given by administrators alone; all that concern memberships go to the team, none to the person. */
export const teamCommands = [
  FormTeam,
  RenameTeam,
  SetTeamCalendar,
  DisbandTeam,
  AddTeamMember,
  EndTeamMembership,
  CorrectTeamMembership,
] as const;

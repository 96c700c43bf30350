import { Type } from '@sinclair/typebox';
import { Line, Maybe, Payload, Prose, ROLES, commandsOf } from '../kit';
import { Email, OidcSubject, RoleField } from './fields';

const command = commandsOf('directory', 'person');
const roles = ['admin'] as const;

const someRoles = Type.Array(RoleField, { minItems: 1, maxItems: ROLES.length, uniqueItems: true });

/** Records `PersonRegistered` and, unless `roles` is empty, `RolesGranted`; a requester unless told. */
export const RegisterPerson = command('RegisterPerson', {
  route: 'POST /v1/people',
  roles,
  creates: 'or-extends',
  summary: 'Register a person',
  description:
    'An importer names the id, so that importing again adds nothing: a person who is there already is left as they ' +
    'are. An e-mail address or sign-in subject that another active person has is refused.',
  payload: Payload({
    name: Line(200),
    email: Type.Optional(Email),
    oidcSubject: Type.Optional(OidcSubject),
    roles: Type.Optional(Type.Array(RoleField, { maxItems: ROLES.length, uniqueItems: true, default: ['requester'] })),
  }),
});

/** The name they have already records nothing. */
export const RenamePerson = command('RenamePerson', {
  route: 'POST /v1/people/:id/rename',
  roles,
  summary: 'Change a person’s name',
  description: 'Facts recorded before keep the name the person had then.',
  payload: Payload({ name: Line(200) }),
});

/** Null takes it away. Refused when another active person has the address; the same one records nothing. */
export const ChangePersonEmail = command('ChangePersonEmail', {
  route: 'POST /v1/people/:id/change-email',
  roles,
  summary: 'Change or take away a person’s e-mail address',
  payload: Payload({ email: Maybe(Email) }),
});

/** Refused for oneself; of somebody who is deactivated already it records nothing. */
export const DeactivatePerson = command('DeactivatePerson', {
  route: 'POST /v1/people/:id/deactivate',
  roles,
  summary: 'Stop a person from acting; their access tokens stop working',
  payload: Payload({ reason: Type.Optional(Prose(2000)) }),
});

/** Refused when somebody else got the address or sign-in meanwhile; of somebody active it records nothing. */
export const ReactivatePerson = command('ReactivatePerson', {
  route: 'POST /v1/people/:id/reactivate',
  roles,
  summary: 'Let a deactivated person act again',
  payload: Payload({}),
});

/** Refused for a deactivated person; roles that are held already record nothing. */
export const GrantRoles = command('GrantRoles', {
  route: 'POST /v1/people/:id/grant-roles',
  roles,
  summary: 'Give a person roles',
  payload: Payload({ roles: someRoles }),
});

/** Nobody takes `admin` from themselves; roles that are not held record nothing. */
export const RevokeRoles = command('RevokeRoles', {
  route: 'POST /v1/people/:id/revoke-roles',
  roles,
  summary: 'Take roles from a person',
  payload: Payload({ roles: someRoles }),
});

/** Given by administrators alone. */
export const personCommands = [
  RegisterPerson,
  RenamePerson,
  ChangePersonEmail,
  DeactivatePerson,
  ReactivatePerson,
  GrantRoles,
  RevokeRoles,
] as const;

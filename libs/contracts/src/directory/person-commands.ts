import { Type } from '@sinclair/typebox';
import { Line, Maybe, Payload, Prose, ROLES, commandsOf } from '../kit';
import { Email, OidcSubject, RoleField } from './fields';

const command = commandsOf('directory', 'person');
const roles = ['admin'] as const;

const someRoles = Type.Array(RoleField, { minItems: 1, maxItems: ROLES.length, uniqueItems: true });

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

export const RenamePerson = command('RenamePerson', {
  route: 'POST /v1/people/:id/rename',
  roles,
  summary: 'Change a person’s name',
  description: 'Facts recorded before keep the name the person had then.',
  payload: Payload({ name: Line(200) }),
});

export const ChangePersonEmail = command('ChangePersonEmail', {
  route: 'POST /v1/people/:id/change-email',
  roles,
  summary: 'Change or take away a person’s e-mail address',
  payload: Payload({ email: Maybe(Email) }),
});

export const DeactivatePerson = command('DeactivatePerson', {
  route: 'POST /v1/people/:id/deactivate',
  roles,
  summary: 'Stop a person from acting; their access tokens stop working',
  payload: Payload({ reason: Type.Optional(Prose(2000)) }),
});

export const ReactivatePerson = command('ReactivatePerson', {
  route: 'POST /v1/people/:id/reactivate',
  roles,
  summary: 'Let a deactivated person act again',
  payload: Payload({}),
});

export const GrantRoles = command('GrantRoles', {
  route: 'POST /v1/people/:id/grant-roles',
  roles,
  summary: 'Give a person roles',
  payload: Payload({ roles: someRoles }),
});

export const RevokeRoles = command('RevokeRoles', {
  route: 'POST /v1/people/:id/revoke-roles',
  roles,
  summary: 'Take roles from a person',
  payload: Payload({ roles: someRoles }),
});

export const personCommands = [
  RegisterPerson,
  RenamePerson,
  ChangePersonEmail,
  DeactivatePerson,
  ReactivatePerson,
  GrantRoles,
  RevokeRoles,
] as const;

import { Type, type Static } from '@sinclair/typebox';
import { Changed, Line, Maybe, Prose, eventsOf, type EventOf } from '../kit';
import { Email, OidcSubject, Roles } from './fields';

const event = eventsOf('directory');

/** Name and standing after the event. On every event of a person. */
export const PersonKeys = Type.Object({ name: Line(200), active: Type.Boolean() });
export type PersonKeys = Static<typeof PersonKeys>;

const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: PersonKeys, ...fields });

/** Recorded once for an id; the roles follow in a `RolesGranted` of their own, unless there are none. */
export const PersonRegistered = event(
  'PersonRegistered',
  'A person became known: signed in for the first time, created by an administrator, or imported.',
  fact({ email: Maybe(Email), oidcSubject: Maybe(OidcSubject) }),
);

/** `keys` have the name they have from then on. */
export const PersonRenamed = event('PersonRenamed', 'The name changed.', fact({ name: Changed(Line(200)) }));

/** `before` null: none was known; `after` null: taken away. */
export const PersonEmailChanged = event(
  'PersonEmailChanged',
  'The e-mail address became known, changed or was taken away.',
  fact({ email: Changed(Maybe(Email)) }),
);

/** Roles and memberships stay recorded; `reason` is null where none was given. */
export const PersonDeactivated = event(
  'PersonDeactivated',
  'The person may act no longer; their access tokens stop working at once.',
  fact({ reason: Maybe(Prose(2000)) }),
);

/** They have the roles, address and sign-in they had before. */
export const PersonReactivated = event('PersonReactivated', 'The person may act again.', fact({}));

/** `granted` are those that are new; `roles` all that were and are held. */
export const RolesGranted = event(
  'RolesGranted',
  'The person holds these roles, too.',
  fact({ granted: Roles, roles: Changed(Roles) }),
);

/** `revoked` are those that were held; `roles` all that were and are held. */
export const RolesRevoked = event(
  'RolesRevoked',
  'The person holds these roles no longer.',
  fact({ revoked: Roles, roles: Changed(Roles) }),
);

/** What is known of people, and what they may do; in which teams they are is in `teamEvents`. */
export const personEvents = [
  PersonRegistered,
  PersonRenamed,
  PersonEmailChanged,
  PersonDeactivated,
  PersonReactivated,
  RolesGranted,
  RolesRevoked,
] as const;

/** Every fact about one person. */
export type PersonEvent = EventOf<(typeof personEvents)[number]>;

import { Type, type Static } from '@sinclair/typebox';
import { Id, Instant, Line, Maybe, OneOf, PageOf, Payload, STAFF, Reference, listParams, queriesOf } from '../kit';
import { TokenHolder } from './access-token-events';
import { RoleField, Roles, TokenHash } from './fields';
import { WorkingCalendar } from './working-calendar';

const query = queriesOf('directory');
const staff = STAFF;
const asOf = Type.Optional(Instant({ description: 'As it stood at this instant; default: now.' }));

/** A person now or as of an instant; `oidcSubject` null: no sign-in of the identity provider leads here. */
export const PersonView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Maybe(Type.String()),
  oidcSubject: Maybe(Type.String()),
  active: Type.Boolean(),
  roles: Roles,
  registeredAt: Instant(),
  deactivatedAt: Maybe(Instant()),
  version: Type.Integer(),
});
export type PersonView = Static<typeof PersonView>;

/** A team now or as of an instant; `calendar` null: the hours of the team are not known. */
export const TeamView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Maybe(Type.String()),
  active: Type.Boolean(),
  calendar: Maybe(WorkingCalendar),
  formedAt: Instant(),
  disbandedAt: Maybe(Instant()),
  /** Members at the instant asked for. */
  members: Type.Integer(),
  version: Type.Integer(),
});
export type TeamView = Static<typeof TeamView>;

/** One period, `[from, to)`, of one person in one team; `to` null: until further notice. */
export const MembershipView = Type.Object({
  person: Reference,
  team: Reference,
  from: Instant(),
  to: Maybe(Instant()),
});
export type MembershipView = Static<typeof MembershipView>;

/** A token without its secret or hash; `expired` follows from `expiresAt`, `revoked` goes before it. */
export const AccessTokenView = Type.Object({
  id: Type.String(),
  label: Type.String(),
  holder: TokenHolder,
  roles: Roles,
  issuedAt: Instant(),
  issuedBy: Reference,
  expiresAt: Maybe(Instant()),
  revokedAt: Maybe(Instant()),
  state: OneOf(['active', 'expired', 'revoked']),
  version: Type.Integer(),
});
export type AccessTokenView = Static<typeof AccessTokenView>;

/** Deactivated ones are listed, too, unless `active` says otherwise. */
export const ListPeople = query('ListPeople', {
  route: 'GET /v1/people',
  roles: staff,
  summary: 'People, by name',
  params: Payload({
    ...listParams,
    q: Type.Optional(Line(200, { description: 'Words of the name or e-mail address, or beginnings of them.' })),
    active: Type.Optional(Type.Boolean()),
    role: Type.Optional(RoleField),
  }),
  result: PageOf(PersonView),
});

/** Without memberships: `ListPersonTeams` has those. */
export const GetPerson = query('GetPerson', {
  route: 'GET /v1/people/:id',
  roles: staff,
  versioned: true,
  summary: 'One person',
  params: Payload({ id: Id(), asOf }),
  result: PersonView,
});

/** Those of an instant, or all there ever were. */
export const ListPersonTeams = query('ListPersonTeams', {
  route: 'GET /v1/people/:id/teams',
  roles: staff,
  summary: 'Teams a person is, or was, a member of',
  description: 'At the instant `asOf` (default: now), or every period with `history=true`.',
  params: Payload({ id: Id(), asOf, history: Type.Optional(Type.Boolean()) }),
  result: Type.Object({ items: Type.Array(MembershipView) }),
});

/** Disbanded ones are listed, too, unless `active` says otherwise. */
export const ListTeams = query('ListTeams', {
  route: 'GET /v1/teams',
  roles: staff,
  summary: 'Teams, by name',
  params: Payload({
    ...listParams,
    q: Type.Optional(Line(200, { description: 'Words of the name, or beginnings of them.' })),
    active: Type.Optional(Type.Boolean()),
  }),
  result: PageOf(TeamView),
});

/** Counts its members; `ListTeamMembers` names them. */
export const GetTeam = query('GetTeam', {
  route: 'GET /v1/teams/:id',
  roles: staff,
  versioned: true,
  summary: 'One team',
  params: Payload({ id: Id(), asOf }),
  result: TeamView,
});

/** Those of an instant, or all there ever were. */
export const ListTeamMembers = query('ListTeamMembers', {
  route: 'GET /v1/teams/:id/members',
  roles: staff,
  summary: 'Who is, or was, in a team',
  description: 'At the instant `asOf` (default: now), or every period with `history=true`.',
  params: Payload({ id: Id(), asOf, history: Type.Optional(Type.Boolean()) }),
  result: Type.Object({ items: Type.Array(MembershipView) }),
});

/** Revoked and expired ones are listed, too, unless `state` says otherwise. */
export const ListAccessTokens = query('ListAccessTokens', {
  route: 'GET /v1/access-tokens',
  roles: ['admin'],
  summary: 'Access tokens, newest first; never the secrets',
  params: Payload({
    ...listParams,
    person: Type.Optional(Id({ description: 'Only tokens of this person.' })),
    state: Type.Optional(OneOf(['active', 'expired', 'revoked'])),
  }),
  result: PageOf(AccessTokenView),
});

/** Answered from the log itself: right as soon as a command about team or person was acknowledged. */
export const CheckMembership = query('CheckMembership', {
  roles: [],
  summary: 'Is this a team that takes work, is this a person who acts, and is the one a member of the other?',
  params: Payload({ teamId: Line(200), personId: Type.Optional(Line(200)), at: Instant() }),
  result: Type.Object({
    /** Null: unknown, or disbanded by then. */
    team: Maybe(Reference),
    /** Null: not asked for, unknown, or deactivated by then. */
    person: Maybe(Reference),
    member: Type.Boolean(),
  }),
});

/** Answered from the log itself: a revocation holds as soon as it was acknowledged. */
export const AuthenticateToken = query('AuthenticateToken', {
  roles: [],
  summary: 'Whom does this token let in, and as what?',
  description:
    'Null for a token that is unknown, revoked or expired, or whose person is deactivated. A person’s token carries ' +
    'those of its roles that the person still holds.',
  params: Payload({
    tokenHash: TokenHash,
    id: Type.Optional(Id({ description: 'Of the token’s record; absent: the one that follows from the hash.' })),
  }),
  result: Maybe(Type.Object({ actor: TokenHolder, roles: Roles, expiresAt: Maybe(Instant()) })),
});

/** What staff may see of people and teams, and what other services ask: `CheckMembership`, `AuthenticateToken`. */
export const directoryQueries = [
  ListPeople,
  GetPerson,
  ListPersonTeams,
  ListTeams,
  GetTeam,
  ListTeamMembers,
  ListAccessTokens,
  CheckMembership,
  AuthenticateToken,
] as const;

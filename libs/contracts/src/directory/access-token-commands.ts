import { Type } from '@sinclair/typebox';
import { Id, Instant, Line, Payload, Prose, ROLES, commandsOf } from '../kit';
import { RoleField, TokenHash } from './fields';

const command = commandsOf('directory', 'accesstoken');
const roles = ['admin'] as const;

/** Refused for an expiry that has passed, a person unknown or deactivated, and roles the person does not hold. */
export const IssueAccessToken = command('IssueAccessToken', {
  route: 'POST /v1/access-tokens',
  roles,
  creates: 'or-extends',
  // The edge calls makeAccessToken() and sends only hash and id; see the kit's `EdgeSecret`.
  secret: { hash: 'tokenHash', answer: 'token' },
  summary: 'Issue an access token; the answer shows it once',
  description:
    'For a person, the token acts as that person and never with roles the person does not hold. Without a person it ' +
    'acts as an integration named by the label. Only a SHA-256 of the token is stored: lost tokens are revoked and ' +
    'issued anew.',
  payload: Payload({
    tokenHash: TokenHash,
    label: Line(200, { description: 'What the token is for, e.g. `grafana`.' }),
    person: Type.Optional(Id({ description: 'Whose token it is; absent for an integration.' })),
    roles: Type.Array(RoleField, { minItems: 1, maxItems: ROLES.length, uniqueItems: true }),
    expiresAt: Type.Optional(Instant({ description: 'Default: never.' })),
  }),
});

/** Final: there is no way back but a new token. Revoking again records nothing. */
export const RevokeAccessToken = command('RevokeAccessToken', {
  route: 'POST /v1/access-tokens/:id/revoke',
  roles,
  summary: 'Revoke an access token',
  payload: Payload({ reason: Type.Optional(Prose(2000)) }),
});

/** Given by administrators alone; the secret itself is made at the edge. */
export const accessTokenCommands = [IssueAccessToken, RevokeAccessToken] as const;

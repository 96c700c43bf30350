import { Type, type Static } from '@sinclair/typebox';
import { Instant, Line, Maybe, OneOf, Payload, Prose, eventsOf, type EventOf } from '../kit';
import { Roles, TokenHash } from './fields';

const event = eventsOf('directory');

/** Whoever presents the token acts as this. */
export const TokenHolder = Payload({ id: Line(200), name: Line(300), kind: OneOf(['person', 'service']) });
export type TokenHolder = Static<typeof TokenHolder>;

/**
 * `holder` is the person, or an integration named by the label, under the token's own id; `expiresAt` null: it never
 * expires.
 */
export const AccessTokenIssued = event(
  'AccessTokenIssued',
  'A token was handed out. Only its hash is known to us.',
  Type.Object({
    tokenHash: TokenHash,
    holder: TokenHolder,
    roles: Roles,
    label: Line(200),
    expiresAt: Maybe(Instant()),
  }),
);

/** Recorded once; a token that has expired may be revoked nevertheless. */
export const AccessTokenRevoked = event(
  'AccessTokenRevoked',
  'The token opens nothing any more.',
  Type.Object({ holder: TokenHolder, label: Line(200), reason: Maybe(Prose(2000)) }),
);

/** The life of a token; its expiry is no event, but follows from `expiresAt`. */
export const accessTokenEvents = [AccessTokenIssued, AccessTokenRevoked] as const;

/** Every fact about one access token. */
export type AccessTokenEvent = EventOf<(typeof accessTokenEvents)[number]>;

import { Type, type Static } from '@sinclair/typebox';
import { Instant, Line, Maybe, OneOf, Payload, ROLES } from '../kit';

/** One of `ROLES`. */
export const RoleField = OneOf(ROLES);
/** Roles held together, each once; none is allowed here: commands say where one is needed. */
export const Roles = Type.Array(RoleField, { uniqueItems: true, maxItems: ROLES.length });

/** An e-mail address, at most 320 characters; no two active people have the same. */
export const Email = Type.String({ format: 'email', maxLength: 320 });

/** Subject claim of the identity provider; what ties a sign-in to a person. */
export const OidcSubject = Line(300);

/** SHA-256 of an access token, hex. The token itself is in no event, no view and no log line. */
export const TokenHash = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** `[from, to)`; `to` is null while it lasts. */
export const MembershipPeriod = Payload({ from: Instant(), to: Maybe(Instant()) });
export type MembershipPeriod = Static<typeof MembershipPeriod>;

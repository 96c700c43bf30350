import type { AccessTokenEvent, Role, TokenHolder } from '@opsledger/contracts';

interface Issued {
  readonly tokenHash: string;
  readonly holder: TokenHolder;
  readonly roles: readonly Role[];
  readonly label: string;
  readonly expiresAt: string | null;
}

export type AccessToken =
  { readonly status: 'unknown' } | ({ readonly status: 'issued' } & Issued) | ({ readonly status: 'revoked' } & Issued);

export type KnownAccessToken = Exclude<AccessToken, { status: 'unknown' }>;

export const isKnown = (state: AccessToken): state is KnownAccessToken => state.status !== 'unknown';

/** Accepts every recorded fact. */
export function evolve(state: AccessToken, event: AccessTokenEvent): AccessToken {
  switch (event.type) {
    case 'AccessTokenIssued':
      return { status: 'issued', ...event.data };
    case 'AccessTokenRevoked':
      return state.status === 'unknown' ? state : { ...state, status: 'revoked' };
    default:
      return event satisfies never;
  }
}

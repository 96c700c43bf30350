import type { AccessTokenEvent, CommandOf, RevokeAccessToken } from '@opsledger/contracts';
import type { KnownAccessToken } from '../access-token-state';

export const revokeAccessToken = (
  { data }: CommandOf<typeof RevokeAccessToken>,
  { status, holder, label }: KnownAccessToken,
): AccessTokenEvent[] =>
  status === 'revoked' ? [] : [{ type: 'AccessTokenRevoked', data: { holder, label, reason: data.reason ?? null } }];

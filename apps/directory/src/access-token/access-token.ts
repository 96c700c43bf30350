import type { AccessTokenEvent } from '@opsledger/contracts';
import { RecordNotFound, aggregate, existingOr } from '@opsledger/event-sourcing';
import { evolve, isKnown, type AccessToken } from './access-token-state';
import { issueAccessToken } from './commands/issue-access-token';
import { revokeAccessToken } from './commands/revoke-access-token';

const existing = existingOr(isKnown, (id) => new RecordNotFound('access token', id));

export const accessToken = aggregate<AccessToken, AccessTokenEvent>({
  category: 'accesstoken',
  called: 'access token',
  initial: { status: 'unknown' },
  evolve,
  decisions: { IssueAccessToken: issueAccessToken, RevokeAccessToken: existing(revokeAccessToken) },
});

import type { AccessTokenEvent } from '@opsledger/contracts';
import { RecordNotFound, aggregate, existingOr } from '@opsledger/event-sourcing';
import { evolve, isKnown, type AccessToken } from './access-token-state';
import { issueAccessToken } from './commands/issue-access-token';
import { revokeAccessToken } from './commands/revoke-access-token';

const existing = existingOr(isKnown, (id) => new RecordNotFound('accesstoken', id));

export const accessToken = aggregate<AccessToken, AccessTokenEvent>({
  category: 'accesstoken',
  initial: { status: 'unknown' },
  evolve,
  decisions: { IssueAccessToken: issueAccessToken, RevokeAccessToken: existing(revokeAccessToken) },
});

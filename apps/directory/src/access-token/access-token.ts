import type { AccessTokenEvent } from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { existing } from '../records/existing';
import { evolve, type AccessToken } from './access-token-state';
import { issueAccessToken } from './commands/issue-access-token';
import { revokeAccessToken } from './commands/revoke-access-token';

export const accessToken = aggregate<AccessToken, AccessTokenEvent>({
  category: 'accesstoken',
  initial: { status: 'unknown' },
  evolve,
  decisions: { IssueAccessToken: issueAccessToken, RevokeAccessToken: existing(revokeAccessToken) },
});

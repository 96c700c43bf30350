import { randomUUID } from 'node:crypto';
import { IssueAccessToken, accessTokenId, hashAccessToken, makeAccessToken } from '@opsledger/contracts';
import { START, type Actor, type EventStore } from '@opsledger/event-store';
import type { Services } from '@opsledger/service-kit';

const SUITE: Actor = { id: 'opsledger', name: 'Opsledger', kind: 'process' };

/**
 * Sees to it that somebody can get in: the operator's own token is made known, or, at the very first
 * start, one is made. Only its hash is recorded.
 *
 * @returns the token when it was made here; nobody can tell it again
 */
export async function provideAdminToken(
  { store, services, clock }: { store: EventStore; services: Services; clock: () => Date },
  chosen: string | undefined,
): Promise<string | undefined> {
  const issue = (tokenHash: string) =>
    services.command({
      service: IssueAccessToken.service,
      type: IssueAccessToken.name,
      category: IssueAccessToken.category,
      id: accessTokenId(tokenHash),
      data: { tokenHash, label: 'Administrator', roles: ['admin'] },
      now: clock().toISOString(),
      actor: SUITE,
      correlationId: randomUUID(),
    });

  if (chosen) {
    await issue(hashAccessToken(chosen));
    return undefined;
  }
  if ((await store.head()) !== START) return undefined;
  const { token, tokenHash } = makeAccessToken();
  await issue(tokenHash);
  return token;
}

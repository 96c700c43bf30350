import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  IssueAccessToken,
  ListAccessTokens,
  accessTokenIdIn,
  hashAccessToken,
  makeAccessToken,
  type AccessTokenEvent,
  type ResultOf,
} from '@opsledger/contracts';
import { START, streamOf, type Actor, type EventStore, type Position } from '@opsledger/event-store';
import { Problem, type Provided, type ProvisionParts, type Services } from '@opsledger/service-kit';
import { accessToken } from './access-token/access-token';

const OPSLEDGER: Actor = { id: 'opsledger', name: 'Opsledger', kind: 'process' };

/**
 * Sees to it that somebody can get in: the operator's own token is made known, or, where none was ever issued, one is
 * made. Only its hash is recorded.
 */
export async function provideAdminToken({
  store,
  services,
  clock,
  logger,
  chosenToken,
}: Pick<ProvisionParts, 'store' | 'services' | 'clock' | 'logger' | 'chosenToken'>): Promise<Provided> {
  const issue = (token: string) => {
    const tokenHash = hashAccessToken(token);
    return services.command({
      service: IssueAccessToken.service,
      type: IssueAccessToken.name,
      category: IssueAccessToken.category,
      id: accessTokenIdIn(token),
      data: { tokenHash, label: 'Administrator', roles: ['admin'] },
      now: clock().toISOString(),
      actor: OPSLEDGER,
      correlationId: randomUUID(),
    });
  };

  if (chosenToken) {
    await issue(chosenToken);
    const fault = await faultOf(chosenToken, store, clock().toISOString());
    if (fault)
      logger.warn(
        `The access token in OPSLEDGER_TOKEN ${fault}: start with another of your choice there, or without one if you have one that is valid.`,
      );
    return {};
  }
  if (await anyWasIssued(store, services)) return {};
  const { token } = makeAccessToken();
  await issue(token);
  return { newToken: token };
}

/** Why the operator's token does not let them in as an administrator, if it does not: it was in the log before. */
async function faultOf(token: string, store: EventStore, now: string): Promise<string | undefined> {
  const events = await store.readStream(streamOf(accessToken.category, accessTokenIdIn(token)));
  const state = (events as unknown as readonly AccessTokenEvent[]).reduce(accessToken.evolve, accessToken.initial);
  if (state.status === 'revoked') return 'was revoked and lets nobody in';
  if (state.status === 'unknown') return undefined;
  if (state.expiresAt !== null && state.expiresAt <= now) return 'has expired and lets nobody in';
  return state.roles.includes('admin') ? undefined : "was issued before, and not as an administrator's";
}

async function anyWasIssued(store: EventStore, services: Services): Promise<boolean> {
  const head = await store.head();
  if (head === START) return false;
  return (await hasTokens(services)) || hasTokens(services, head);
}

const RETRY_MS = 250;

/** With a position: as of then, however long the view takes to get there. */
async function hasTokens(services: Services, position?: Position): Promise<boolean> {
  for (;;) {
    try {
      const { items } = (await services.query({
        service: ListAccessTokens.service,
        type: ListAccessTokens.name,
        params: { limit: 1 },
        actor: OPSLEDGER,
        position,
      })) as ResultOf<typeof ListAccessTokens>;
      return items.length > 0;
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'read-model-behind')) throw error;
      await delay(RETRY_MS);
    }
  }
}

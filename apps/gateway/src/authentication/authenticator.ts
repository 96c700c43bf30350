import { AuthenticateToken, accessTokenIdIn, hashAccessToken, type ResultOf, type Role } from '@opsledger/contracts';
import { Problem, type Services } from '@opsledger/service-kit';
import { LRUCache } from 'lru-cache';
import { requireRole, type Session } from './session';

/** A revoked token stops working after this at the latest, in milliseconds, should nobody tell of it. */
export const KNOWN_FOR = 5_000;
/** A token just issued may be tried again after this. */
const UNKNOWN_FOR = 1_000;
/** Tokens the directory is asked about at once; guesses must not crowd out its other work. */
const MOST_ASKED = 100;
const GATEWAY = { id: 'gateway', name: 'Gateway', kind: 'service' } as const;

/** Asks the directory whom a bearer token lets in, and remembers for some seconds or until told to forget. */
export class Authenticator {
  private readonly known: LRUCache<string, Session>;
  private readonly unknown: LRUCache<string, true>;
  /** By hash, the question whose answer will be remembered. */
  private readonly asking = new Map<string, Promise<Session | undefined>>();
  private questions = 0;

  constructor(
    private readonly services: Services,
    private readonly clock: () => Date,
  ) {
    const perf = { now: () => clock().getTime() };
    this.known = new LRUCache({ max: 10_000, ttl: KNOWN_FOR, perf });
    this.unknown = new LRUCache({ max: 10_000, ttl: UNKNOWN_FOR, perf });
  }

  /** @throws Problem 401 unless the header carries a token that is good now */
  authenticate(authorization: string | undefined): Session | Promise<Session> {
    const presented = tokenIn(authorization);
    const session = this.known.get(presented.hash);
    return session && this.isGood(session) ? session : this.ask(presented, this.asking.get(presented.hash));
  }

  /**
   * The same by an answer that is asked for now: for what decides whom tokens let in.
   *
   * @throws Problem 401 unless the header carries a token that is good now
   */
  async authenticateAnew(authorization: string | undefined): Promise<Session> {
    return this.ask(tokenIn(authorization));
  }

  /** Rests on no earlier answer about this token, or about tokens of this person, any more. */
  forget(recordId: string): void {
    for (const { actor, tokenId, tokenHash } of [...this.known.values()])
      if (actor.id === recordId || tokenId === recordId) this.known.delete(tokenHash);
    // Whom the answers under way are about is not known yet.
    this.asking.clear();
  }

  /**
   * Whether a header that was good once for these roles still is.
   *
   * @throws Error when the directory cannot be asked
   */
  async isStillGood(authorization: string | undefined, roles: readonly Role[]): Promise<boolean> {
    try {
      requireRole(await this.authenticate(authorization), roles);
      return true;
    } catch (error) {
      if (error instanceof Problem && (error.status === 401 || error.status === 403)) return false;
      throw error;
    }
  }

  private async ask(presented: Presented, running?: Promise<Session | undefined>): Promise<Session> {
    if (this.unknown.get(presented.hash)) throw refused();
    const session = await (running ?? this.askAnew(presented));
    if (!session || !this.isGood(session)) throw refused();
    return session;
  }

  private askAnew(presented: Presented): Promise<Session | undefined> {
    const { hash } = presented;
    if (this.questions >= MOST_ASKED) throw tooManyUnknown();
    this.questions += 1;
    const answer = this.askDirectory(presented)
      .then((session) => {
        if (this.asking.get(hash) === answer) this.remember(hash, session);
        return session;
      })
      .finally(() => {
        this.questions -= 1;
        if (this.asking.get(hash) === answer) this.asking.delete(hash);
      });
    this.asking.set(hash, answer);
    return answer;
  }

  private remember(hash: string, session: Session | undefined): void {
    if (session) this.known.set(hash, session);
    else {
      this.known.delete(hash);
      this.unknown.set(hash, true);
    }
  }

  private isGood({ until }: Session): boolean {
    return until > this.clock().getTime();
  }

  private async askDirectory({ token, hash }: Presented): Promise<Session | undefined> {
    const tokenId = accessTokenIdIn(token);
    const found = (await this.services.query({
      service: AuthenticateToken.service,
      type: AuthenticateToken.name,
      params: { tokenHash: hash, id: tokenId },
      actor: GATEWAY,
    })) as ResultOf<typeof AuthenticateToken>;
    if (!found) return undefined;
    const roles = found.roles as readonly Role[];
    return {
      actor: found.actor,
      roles,
      isAdmin: roles.includes('admin'),
      until: found.expiresAt ? Date.parse(found.expiresAt) : Infinity,
      tokenId,
      tokenHash: hash,
    };
  }
}

interface Presented {
  readonly token: string;
  readonly hash: string;
}

/** @throws Problem 401 when the header carries no token */
function tokenIn(authorization: string | undefined): Presented {
  const token = authorization && /^Bearer +([\x21-\x7e]{1,500}) *$/i.exec(authorization)?.[1];
  if (!token) throw unauthenticated('Send an access token: `Authorization: Bearer <token>`.');
  return { token, hash: hashAccessToken(token) };
}

const unauthenticated = (detail: string): Problem =>
  new Problem(401, 'unauthenticated', 'Authentication needed', detail);

/** The same for unknown, revoked and expired tokens. */
const refused = (): Problem =>
  unauthenticated(
    'This access token is unknown, revoked or expired. An admin issues another with POST /v1/access-tokens; ' +
      'on the server itself, start with OPSLEDGER_TOKEN set to one of your choice.',
  );

const tooManyUnknown = (): Problem =>
  new Problem(503, 'overloaded', 'Too much work is waiting', `${MOST_ASKED} tokens are being looked up.`, {
    retryAfter: 1,
  });
